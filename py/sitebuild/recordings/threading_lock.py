"""One `threading.Lock` for all threads

The lock made for threads keeps them apart. It stops the *whole* thread that waits, and that is
right for threads without a loop, as here. In a thread that runs an event loop it would stop
every task of that loop: there hold it for a moment only, and never across an `await`.
"""

import threading
import time

AMOUNT = 100
EXPECTED = 3 * AMOUNT
balance = 0
lock = threading.Lock()


def deposit():
    global balance
    print("asks for the lock")
    with lock:
        value = balance
        print(f"has the lock, read {value}")
        time.sleep(0.5)
        balance = value + AMOUNT
        print(f"wrote {balance}, gives the lock back")


def main():
    threads = []
    for letter in "ABC":
        thread = threading.Thread(target=deposit, name=f"ATM-{letter}")
        thread.start()
        threads.append(thread)
    for thread in threads:
        thread.join()
    print(f"final balance {balance}, expected {EXPECTED}")
    return balance


if __name__ == "__main__":
    main()

"""An `asyncio.Lock` for each loop

Now every thread makes a lock of its own, in its own loop. There is no error any more, and no
protection either: each takes a lock that nobody else knows, at once. All three read 0 and all
three write 100.
"""

import asyncio
import threading

AMOUNT = 100
EXPECTED = 3 * AMOUNT
balance = 0


async def deposit():
    global balance
    lock = asyncio.Lock()
    async with lock:
        value = balance
        print(f"has a lock, read {value}")
        await asyncio.sleep(1)
        balance = value + AMOUNT
        print(f"wrote {balance}, gives its lock back")


def atm():
    asyncio.run(deposit())


def main():
    threads = []
    for letter in "ABC":
        thread = threading.Thread(target=atm, name=f"ATM-{letter}")
        thread.start()
        threads.append(thread)
    for thread in threads:
        thread.join()
    print(f"final balance {balance}, expected {EXPECTED}")
    return balance


if __name__ == "__main__":
    main()

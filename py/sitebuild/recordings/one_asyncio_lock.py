"""One `asyncio.Lock` for all threads

Each thread has an event loop of its own, and all share one lock. It belongs to the first loop
in which somebody has to wait for it; whoever waits in another loop gets a `RuntimeError`, and
that deposit is never made. The one who may wait fares little better: the release comes from
another thread and does not wake its loop. Only its own time limit did, long after the lock was
free; without the limit it would sleep for ever.
"""

import asyncio
import threading
import time

AMOUNT = 100
EXPECTED = 3 * AMOUNT
balance = 0
lock = asyncio.Lock()


async def deposit():
    global balance
    print("asks for the lock")
    async with asyncio.timeout(2):
        await lock.acquire()
    try:
        value = balance
        print(f"has the lock, read {value}")
        await asyncio.sleep(0.5)
        balance = value + AMOUNT
        print(f"wrote {balance}, gives the lock back")
    finally:
        lock.release()


def atm():
    try:
        asyncio.run(deposit())
    except RuntimeError as error:
        print(f"RuntimeError: {error}")


def main():
    threads = []
    for letter in "ABC":
        thread = threading.Thread(target=atm, name=f"ATM-{letter}")
        thread.start()
        time.sleep(0.1)  # ATM-A has the lock before the others ask
        threads.append(thread)
    for thread in threads:
        thread.join()
    print(f"final balance {balance}, expected {EXPECTED}")
    return balance


if __name__ == "__main__":
    main()

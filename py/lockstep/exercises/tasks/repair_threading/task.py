"""A lock that stops the world

The lock is one for threads. Put the right one in its place, so that both deposits arrive in every
order.

Kind: repair
Order: 115
Lesson: threading-lock
Watch: balance
Fixed: network, main
Right: 200
Within: 0.3 s
Hint: How many threads does asyncio have to make wait?
Hint: `lock = asyncio.Lock()`, and `async with lock:` instead of `with lock:`.
"""

import asyncio
import threading

balance = 0
lock = threading.Lock()


async def network():
    await asyncio.sleep(0.1)


async def deposit(amount):
    global balance
    await network()
    with lock:
        value = balance
        await network()
        balance = value + amount


async def main():
    async with asyncio.TaskGroup() as group:
        for atm in ("ATM-A", "ATM-B"):
            group.create_task(deposit(100), name=atm)
    return balance


if __name__ == "__main__":
    asyncio.run(main())

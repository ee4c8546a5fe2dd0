"""Make two locks for one key

A lock is made for a key when it is asked for, and thrown away when it has been used. Find an
order in which a deposit is lost all the same.

Kind: break
Order: 75
Lesson: lock-per-key
Watch: balances*
Break: (200, 0) | (100, 0)
Hint: Who still waits for the lock that A throws away?
Hint: Let B come while A holds the lock, and C after A has thrown it away, while B holds the old
    one.
"""

import asyncio
from contextlib import asynccontextmanager

locks = {}
balances = {"alice": 0}


@asynccontextmanager
async def locked(key):
    lock = locks.setdefault(key, asyncio.Lock())
    async with lock:
        yield
    locks.pop(key, None)


async def deposit(key, delay):
    await asyncio.sleep(delay)
    async with locked(key):
        value = balances[key]
        await asyncio.sleep(0.1)
        balances[key] = value + 100


async def main():
    async with asyncio.TaskGroup() as group:
        for name, delay in (("A", 0.1), ("B", 0.3), ("C", 0.5)):
            group.create_task(deposit("alice", delay), name=name)
    return balances["alice"], len(locks)


if __name__ == "__main__":
    asyncio.run(main())

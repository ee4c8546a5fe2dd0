"""Throw the lock away when nobody needs it

No deposit is to be lost, and no lock is to be left over in the end. Change `locked`.

Kind: repair
Order: 120
Lesson: lock-per-key
Watch: balances*
Fixed: deposit, main
Right: (300, 0)
Within: 0.7 s
Hint: Who still needs the lock that is thrown away?
Hint: Count who holds it or waits for it.
Hint: `users[key] = users.get(key, 0) + 1` before the lock is asked for; after the block one less,
    and `locks.pop(key)` only at 0.
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

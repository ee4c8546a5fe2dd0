"""Throw the lock away when nobody needs it: our solution"""

import asyncio
from contextlib import asynccontextmanager

locks = {}
users = {}
balances = {"alice": 0}


@asynccontextmanager
async def locked(key):
    lock = locks.setdefault(key, asyncio.Lock())
    users[key] = users.get(key, 0) + 1
    try:
        async with lock:
            yield
    finally:
        users[key] -= 1
        if users[key] == 0:
            locks.pop(key)


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

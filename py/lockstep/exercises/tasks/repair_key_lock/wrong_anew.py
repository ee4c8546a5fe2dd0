"""A wrong answer

Mistake: lock-made-anew
"""

import asyncio
from contextlib import asynccontextmanager

locks = {}
balances = {"alice": 0}


@asynccontextmanager
async def locked(key):
    async with asyncio.Lock():
        yield


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

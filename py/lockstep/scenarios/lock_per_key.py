"""A lock for each key, thrown away

Locks are made as keys are asked for, and thrown away so that they do not pile up. `A` throws its
lock away while `B` is still waiting for it; `C` finds none and makes another. Now `B` and `C`
hold two locks for one key, both are let in, and a deposit is lost.

Question: When may a lock be thrown away?
Answer: When nobody holds it and nobody waits for it. Count those who use it, or let a
    `weakref.WeakValueDictionary` do the counting: it forgets a lock that no task has any more.
Watch: balances*
Expect: 300
Update: deposit
Findings: lost-update
Outcomes: 200 | 300
Compare: COUNTED = True
Chapter: 4
Order: 51
"""

import asyncio
from collections import Counter
from contextlib import asynccontextmanager

COUNTED = False  # (count users): of a lock

locks = {}
users = Counter()
balances = {"alice": 0}


@asynccontextmanager
async def locked(key):
    lock = locks.setdefault(key, asyncio.Lock())
    users[key] += 1
    try:
        async with lock:
            yield
    finally:
        users[key] -= 1
        if not COUNTED or users[key] == 0:
            locks.pop(key, None)


async def deposit(name, delay, key):
    await asyncio.sleep(delay)
    async with locked(key):
        value = balances[key]
        print(f"{name}: read {value}")
        await asyncio.sleep(0.2)
        balances[key] = value + 100
        print(f"{name}: wrote {value + 100}")


async def main():
    async with asyncio.TaskGroup() as group:
        for name, delay in (("A", 0.1), ("B", 0.2), ("C", 0.4)):
            group.create_task(deposit(name, delay, "alice"), name=name)
    print(f"final balance {balances['alice']}, locks left: {len(locks)}")
    return balances["alice"]


if __name__ == "__main__":
    asyncio.run(main())

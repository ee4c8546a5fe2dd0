"""Three deposits under one lock

The lock is held from the read to the write. The answers still come in any order. How does it end?

Kind: predict
Order: 30
Lesson: async-with
Watch: balance
Expect: 300
Option: sometimes 300 | You thought that the await under the lock gives the lock away. The task
    waits and keeps it.
Option: never 300 | You thought that a lock keeps the others out for good. They wait, and each has
    its turn.
Option: always 300
Hint: Who can run while an ATM waits for the network under the lock, and what can they do?
Hint: They can run, and they wait for the lock: it always ends at 300.
"""

import asyncio

balance = 0
lock = asyncio.Lock()


async def network():
    await asyncio.sleep(0.1)


async def deposit(amount):
    global balance
    await network()
    async with lock:
        value = balance
        await network()
        balance = value + amount


async def main():
    async with asyncio.TaskGroup() as group:
        for atm in ("ATM-A", "ATM-B", "ATM-C"):
            group.create_task(deposit(100), name=atm)
    return balance


if __name__ == "__main__":
    asyncio.run(main())

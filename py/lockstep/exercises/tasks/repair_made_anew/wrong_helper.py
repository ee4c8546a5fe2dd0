"""A wrong answer

Mistake: lock-made-anew
"""

import asyncio

balance = 0


async def network():
    await asyncio.sleep(0.1)


def the_lock():
    return asyncio.Lock()


async def deposit(amount):
    global balance
    await network()
    async with the_lock():
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

"""An answer that could be better

Mistake: held-too-long (passes)
"""

import asyncio

balance = 0
lock = asyncio.Lock()


async def network():
    await asyncio.sleep(0.1)


async def deposit(amount):
    global balance
    async with lock:
        await network()
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

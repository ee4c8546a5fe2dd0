"""A wrong answer

Mistake: none
"""

import asyncio

balance = 0
lock = asyncio.Lock()


async def network(amount):
    await asyncio.sleep(0.1)
    if amount < 0:
        raise ValueError("the bank refuses")


async def deposit(amount):
    global balance
    async with lock:
        value = balance
        try:
            await network(amount)
        except ValueError:
            return
        balance = value + amount


async def main():
    tasks = [
        asyncio.create_task(deposit(amount), name=f"pays {amount}") for amount in (100, -5, 50)
    ]
    await asyncio.gather(*tasks, return_exceptions=True)
    return balance, [type(task.exception()).__name__ for task in tasks]


if __name__ == "__main__":
    asyncio.run(main())

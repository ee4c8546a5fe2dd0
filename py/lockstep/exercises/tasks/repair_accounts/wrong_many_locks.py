"""A wrong answer

Mistake: many-locks-for-one-account
"""

import asyncio

locks = [asyncio.Lock() for _ in range(4)]
turns = iter(locks)


class Account:
    def __init__(self, name):
        self.name = name
        self.balance = 0


async def network():
    await asyncio.sleep(0.1)


async def deposit(account, amount):
    await network()
    async with next(turns):
        value = account.balance
        await network()
        account.balance = value + amount


async def main():
    accounts = [Account("savings"), Account("giro")]
    async with asyncio.TaskGroup() as group:
        for account in accounts:
            for n in (1, 2):
                group.create_task(deposit(account, 100), name=f"{account.name}-{n}")
    return [account.balance for account in accounts]


if __name__ == "__main__":
    asyncio.run(main())

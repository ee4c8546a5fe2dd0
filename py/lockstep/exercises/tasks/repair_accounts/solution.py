"""Two accounts that do not wait for each other: our solution"""

import asyncio


class Account:
    def __init__(self, name):
        self.name = name
        self.balance = 0
        self.lock = asyncio.Lock()


async def network():
    await asyncio.sleep(0.1)


async def deposit(account, amount):
    await network()
    async with account.lock:
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

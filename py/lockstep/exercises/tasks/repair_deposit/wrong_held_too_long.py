"""A wrong answer

Mistake: held-too-long (passes)
"""

import asyncio

calls = 0


class Account:
    def __init__(self):
        self.balance = 0
        self.lock = asyncio.Lock()


async def network():
    global calls
    calls += 1
    await asyncio.sleep(0.1)


async def deposit(account, amount):
    async with account.lock:
        await network()
        value = account.balance
        await network()
        account.balance = value + amount


async def main():
    account = Account()
    async with asyncio.TaskGroup() as group:
        for atm in ("ATM-A", "ATM-B", "ATM-C"):
            group.create_task(deposit(account, 100), name=atm)
    return account.balance, calls


if __name__ == "__main__":
    asyncio.run(main())

"""lost-update"""

import asyncio


class Account:
    def __init__(self):
        self.balance = 0

    async def deposit(self, amount):
        before = self.balance  # here
        await asyncio.sleep(0.01)
        self.balance = before + amount  # here


async def main():
    account = Account()
    await asyncio.gather(account.deposit(1), account.deposit(2))


asyncio.run(main())

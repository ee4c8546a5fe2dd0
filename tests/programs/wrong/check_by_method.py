"""check-then-act"""

import asyncio


class Account:
    def __init__(self, balance):
        self.balance = balance

    def can_pay(self, amount):
        return self.balance >= amount  # here

    async def pay(self, amount):
        if self.can_pay(amount):
            await asyncio.sleep(0.01)
            self.balance -= amount  # here


async def main():
    account = Account(100)
    await asyncio.gather(account.pay(70), account.pay(70))


asyncio.run(main())

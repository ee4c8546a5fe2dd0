import asyncio


class Account:
    def __init__(self, balance):
        self.balance = balance

    async def withdraw(self, n):
        if self.balance >= n:
            await asyncio.sleep(0.01)
            self.balance -= n


async def main():
    one, two = Account(100), Account(100)
    await asyncio.gather(one.withdraw(80), two.withdraw(80))
    assert one.balance == two.balance == 20


asyncio.run(main())

import asyncio


class Account:
    def __init__(self, number, balance):
        self.number, self.balance, self.lock = number, balance, asyncio.Lock()


async def transfer(source, target, amount):
    first, second = sorted((source, target), key=lambda account: account.number)
    async with first.lock, second.lock:
        if source.balance >= amount:
            have = source.balance
            await asyncio.sleep(0.01)
            source.balance = have - amount
            target.balance += amount


async def main():
    a, b = Account(1, 100), Account(2, 100)
    await asyncio.gather(transfer(a, b, 30), transfer(b, a, 50), transfer(a, b, 100))
    assert a.balance + b.balance == 200


asyncio.run(main())

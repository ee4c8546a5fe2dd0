import asyncio


class Account:
    def __init__(self, balance):
        self.balance = balance


async def transfer(source, target, n):
    if source.balance >= n:
        source.balance -= n
        await asyncio.sleep(0.01)
        target.balance += n


async def main():
    a, b = Account(10), Account(10)
    await asyncio.gather(transfer(a, b, 5), transfer(b, a, 5), transfer(a, b, 5))
    assert a.balance + b.balance == 20


asyncio.run(main())

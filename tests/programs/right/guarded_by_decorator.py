import asyncio
import functools


def locked(method):
    @functools.wraps(method)
    async def inside(self, *args):
        async with self.lock:
            return await method(self, *args)

    return inside


class Account:
    def __init__(self):
        self.lock, self.balance = asyncio.Lock(), 10

    @locked
    async def withdraw(self, amount):
        if self.balance < amount:
            return False
        await asyncio.sleep(0.01)
        self.balance -= amount
        return True


async def main():
    account = Account()
    assert sorted(await asyncio.gather(account.withdraw(7), account.withdraw(7))) == [False, True]


asyncio.run(main())

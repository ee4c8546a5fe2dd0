"""lost-update"""

import asyncio


class Base:
    def __init__(self):
        self.total = 0

    def changed(self, by):
        return self.total + by  # here


class Till(Base):
    async def pay(self, amount):
        new = self.changed(amount)
        await asyncio.sleep(0.01)
        self.total = new  # here


async def main():
    till = Till()
    await asyncio.gather(till.pay(1), till.pay(2))


asyncio.run(main())

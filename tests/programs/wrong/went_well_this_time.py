"""lost-update-possible"""

import asyncio


class Till:
    def __init__(self):
        self.cents = 0


till = Till()


async def pay(cents, after):
    await asyncio.sleep(after)
    had = till.cents  # here
    await asyncio.sleep(0.1)
    till.cents = had + cents  # here


async def main():
    await asyncio.gather(pay(100, 0), pay(50, 1))


asyncio.run(main())

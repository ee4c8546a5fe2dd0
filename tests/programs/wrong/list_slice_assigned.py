"""lost-update"""

import asyncio

items = [1]


async def double():
    new = [n * 2 for n in items]  # here
    await asyncio.sleep(0.01)
    items[:] = new  # here


async def main():
    await asyncio.gather(double(), double())


asyncio.run(main())

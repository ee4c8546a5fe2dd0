"""lost-update"""

import asyncio

stock = {"apple": 5}


async def sell(n):
    have = stock["apple"]  # here
    await asyncio.sleep(0.01)
    stock["apple"] = have - n  # here


async def main():
    await asyncio.gather(sell(1), sell(2))


asyncio.run(main())

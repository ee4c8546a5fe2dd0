"""lost-update"""

import asyncio

x, y = 0, 0


async def add():
    global x, y
    pair = x, y  # here
    await asyncio.sleep(0.01)
    x, y = pair[0] + 1, pair[1] + 1  # here


async def main():
    await asyncio.gather(add(), add())


asyncio.run(main())

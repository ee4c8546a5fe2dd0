"""lost-update"""

import asyncio

value = 0


async def ticks():
    for _ in range(1):
        await asyncio.sleep(0.01)
        yield 1


async def add():
    global value
    new = value  # here
    async for n in ticks():
        new += n
    value = new  # here


async def main():
    await asyncio.gather(add(), add())


asyncio.run(main())

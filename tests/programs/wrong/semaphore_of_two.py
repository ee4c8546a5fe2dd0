"""lost-update"""

import asyncio

value, gate = 0, asyncio.Semaphore(2)


async def add():
    global value
    async with gate:
        seen = value  # here
        await asyncio.sleep(0.01)
        value = seen + 1  # here


async def main():
    await asyncio.gather(add(), add())


asyncio.run(main())

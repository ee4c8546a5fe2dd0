"""lost-update"""

import asyncio

value = 0


async def add():
    global value
    await asyncio.sleep(0.01)
    seen = value  # here
    await asyncio.sleep(0)
    value = seen + 1  # here


async def main():
    await asyncio.gather(add(), add())


asyncio.run(main())

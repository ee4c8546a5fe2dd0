"""lost-update"""

import asyncio

value = 0


async def save(new):
    global value
    await asyncio.sleep(0.01)
    value = new  # here


async def add():
    await save(value + 1)  # here


async def main():
    await asyncio.gather(add(), add())


asyncio.run(main())

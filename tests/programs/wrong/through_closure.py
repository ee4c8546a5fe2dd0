"""lost-update"""

import asyncio

value = 0


async def add():
    global value
    seen = value  # here

    def new():
        return seen + 1

    await asyncio.sleep(0.01)
    value = new()  # here


async def main():
    await asyncio.gather(add(), add())


asyncio.run(main())

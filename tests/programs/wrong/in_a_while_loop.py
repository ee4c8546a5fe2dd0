"""lost-update"""

import asyncio

value = 0


async def add():
    global value
    n = 0
    while n < 2:
        seen = value  # here
        await asyncio.sleep(0.01)
        value = seen + 1  # here
        n += 1


async def main():
    await asyncio.gather(add(), add())


asyncio.run(main())

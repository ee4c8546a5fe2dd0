"""lost-update"""

import asyncio


async def main():
    count = 0

    async def add():
        nonlocal count
        seen = count  # here
        await asyncio.sleep(0)
        count = seen + 1  # here

    await asyncio.gather(add(), add())


asyncio.run(main())

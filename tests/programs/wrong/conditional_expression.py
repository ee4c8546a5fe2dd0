"""lost-update"""

import asyncio

level = 0


async def raise_level():
    global level
    new = level + 1 if level < 10 else 10  # here
    await asyncio.sleep(0.01)
    level = new  # here


async def main():
    await asyncio.gather(raise_level(), raise_level())


asyncio.run(main())

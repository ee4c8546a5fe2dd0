"""lost-update"""

import asyncio


class Box:
    value = 0

box = Box()


async def add():
    seen = getattr(box, "value")  # here
    await asyncio.sleep(0.01)
    setattr(box, "value", seen + 1)  # here


async def main():
    await asyncio.gather(add(), add())


asyncio.run(main())

"""lost-update"""

import asyncio
import functools

value = 0


def plus(a, b):
    return a + b


async def add():
    global value
    later = functools.partial(plus, value)  # here
    await asyncio.sleep(0.01)
    value = later(1)  # here


async def main():
    await asyncio.gather(add(), add())


asyncio.run(main())

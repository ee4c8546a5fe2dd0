"""lost-update"""

import asyncio

value = 0


async def add():
    global value
    seen = value  # here
    doubled = seen * 2
    text = f"{doubled}"
    await asyncio.sleep(0.01)
    value = int(text) + 1  # here


async def main():
    await asyncio.gather(add(), add())


asyncio.run(main())

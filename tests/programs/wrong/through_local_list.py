"""lost-update"""

import asyncio

value = 0


async def add():
    global value
    seen = []
    seen.append(value)  # here
    await asyncio.sleep(0.01)
    value = seen[0] + 1  # here


async def main():
    await asyncio.gather(add(), add())


asyncio.run(main())

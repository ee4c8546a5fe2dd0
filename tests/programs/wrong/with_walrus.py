"""lost-update"""

import asyncio

value = 0


async def add():
    global value
    if (seen := value) < 10:  # here
        await asyncio.sleep(0.01)
        value = seen + 1  # here


async def main():
    await asyncio.gather(add(), add())


asyncio.run(main())

"""lost-update"""

import asyncio

value, lock = 0, asyncio.Lock()


async def add():
    global value
    async with lock:
        seen = value  # here
    await asyncio.sleep(0.01)
    async with lock:
        value = seen + 1  # here


async def main():
    await asyncio.gather(add(), add())


asyncio.run(main())

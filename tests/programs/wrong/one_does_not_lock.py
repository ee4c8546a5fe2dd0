"""lost-update"""

import asyncio

value, lock = 0, asyncio.Lock()


async def careful():
    global value
    async with lock:
        seen = value  # here
        await asyncio.sleep(0.02)
        value = seen + 1  # here


async def careless():
    global value
    await asyncio.sleep(0.01)
    value += 1  # here


async def main():
    await asyncio.gather(careful(), careless())


asyncio.run(main())

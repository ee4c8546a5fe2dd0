"""lost-update"""

import asyncio

value = 0


async def add(times):
    global value
    for _ in range(times):
        seen = value  # here
        await asyncio.sleep(0.01)
        value = seen + 1  # here


async def main():
    await asyncio.gather(add(1), add(1))


asyncio.run(main())

"""lost-update"""

import asyncio

total = 0


async def add(n):
    global total
    total += await asyncio.sleep(0.01, n)  # here


async def main():
    await asyncio.gather(add(1), add(2))


asyncio.run(main())

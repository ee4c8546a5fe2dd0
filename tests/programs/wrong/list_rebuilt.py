"""lost-update"""

import asyncio

items = []


async def add(item):
    global items
    copy = list(items)  # here
    await asyncio.sleep(0.01)
    items = [*copy, item]  # here


async def main():
    await asyncio.gather(add(1), add(2))


asyncio.run(main())

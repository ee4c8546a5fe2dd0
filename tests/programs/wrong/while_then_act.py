"""check-then-act"""

import asyncio

slots = 1


async def take():
    global slots
    while slots < 1:  # here
        await asyncio.sleep(0.05)
    await asyncio.sleep(0.01)
    slots -= 1  # here


async def main():
    await asyncio.gather(take(), take())


asyncio.run(main())

"""check-then-act"""

import asyncio

left = 1


def if_any(function):
    async def inside():
        if left > 0:  # here
            await asyncio.sleep(0.01)
            await function()
    return inside


@if_any
async def take():
    global left
    left -= 1  # here


async def main():
    await asyncio.gather(take(), take())


asyncio.run(main())

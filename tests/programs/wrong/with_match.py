"""lost-update"""

import asyncio

state = ("count", 0)


async def add():
    global state
    match state:  # here
        case ("count", n):
            await asyncio.sleep(0.01)
            state = ("count", n + 1)  # here


async def main():
    await asyncio.gather(add(), add())


asyncio.run(main())

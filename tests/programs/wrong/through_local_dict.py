"""lost-update"""

import asyncio

value = 0


async def add():
    global value
    local = {}
    local["seen"] = value  # here
    await asyncio.sleep(0.01)
    value = local["seen"] + 1  # here


async def main():
    await asyncio.gather(add(), add())


asyncio.run(main())

"""check-then-act"""

import asyncio

owner = None


async def claim(name):
    global owner
    if owner is None:  # here
        await asyncio.sleep(0.01)
        owner = name  # here


async def main():
    await asyncio.gather(claim("ann"), claim("bob"))


asyncio.run(main())

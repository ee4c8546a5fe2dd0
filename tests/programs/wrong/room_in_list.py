"""check-then-act"""

import asyncio

guests = []


async def enter(name):
    if len(guests) < 1:  # here
        await asyncio.sleep(0.01)
        guests.append(name)  # here


async def main():
    await asyncio.gather(enter("ann"), enter("bob"))


asyncio.run(main())

"""check-then-act"""

import asyncio

stock = 1


async def buy():
    global stock
    enough = stock > 0  # here
    if enough:
        await asyncio.sleep(0.01)
        stock -= 1  # here


async def main():
    await asyncio.gather(buy(), buy())


asyncio.run(main())

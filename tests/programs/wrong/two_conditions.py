"""check-then-act"""

import asyncio

stock, is_open = 1, True


async def buy():
    global stock
    if is_open and stock > 0:  # here
        await asyncio.sleep(0.01)
        stock -= 1  # here


async def main():
    await asyncio.gather(buy(), buy())


asyncio.run(main())

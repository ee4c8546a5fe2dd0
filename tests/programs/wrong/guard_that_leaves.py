"""check-then-act"""

import asyncio

stock = 1


async def buy():
    global stock
    if stock <= 0:  # here
        return False
    await asyncio.sleep(0.01)
    stock -= 1  # here
    return True


async def main():
    await asyncio.gather(buy(), buy())


asyncio.run(main())

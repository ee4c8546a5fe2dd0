"""check-then-act"""

import asyncio

stock, lock = 1, asyncio.Lock()


async def buy():
    global stock
    async with lock:
        if stock < 1:  # here
            return
    await asyncio.sleep(0.01)
    async with lock:
        stock -= 1  # here


async def main():
    await asyncio.gather(buy(), buy())


asyncio.run(main())

"""deadlock"""

import asyncio

gate = asyncio.Semaphore(1)


async def main():
    await gate.acquire()
    await gate.acquire()  # here


asyncio.run(main())

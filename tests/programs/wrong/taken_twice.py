"""self-deadlock"""

import asyncio

lock = asyncio.Lock()


async def inner():
    async with lock:  # here
        pass


async def main():
    async with lock:
        await inner()


asyncio.run(main())

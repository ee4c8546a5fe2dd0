"""lock-never-released"""

import asyncio

lock = asyncio.Lock()


async def main():
    await lock.acquire()  # here


asyncio.run(main())

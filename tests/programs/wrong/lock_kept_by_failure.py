"""lock-never-released"""

import asyncio

lock = asyncio.Lock()


async def work():
    await lock.acquire()  # here
    raise ValueError("before release")


async def main():
    await asyncio.gather(work(), return_exceptions=True)


asyncio.run(main())

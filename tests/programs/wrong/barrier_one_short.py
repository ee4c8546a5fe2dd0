"""deadlock"""

import asyncio


async def main():
    barrier = asyncio.Barrier(3)
    async def come():
        await barrier.wait()  # here
    await asyncio.gather(come(), come())


asyncio.run(main())

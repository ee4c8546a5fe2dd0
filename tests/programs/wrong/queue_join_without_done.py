"""deadlock"""

import asyncio


async def main():
    queue = asyncio.Queue()
    queue.put_nowait(1)
    await queue.get()
    await queue.join()  # here


asyncio.run(main())

"""deadlock"""

import asyncio


async def main():
    queue = asyncio.Queue()
    await queue.get()  # here


asyncio.run(main())

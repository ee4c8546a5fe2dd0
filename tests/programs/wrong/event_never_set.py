"""deadlock"""

import asyncio


async def main():
    go = asyncio.Event()
    await go.wait()  # here


asyncio.run(main())

"""deadlock"""

import asyncio


async def main():
    changed = asyncio.Condition()
    async with changed:
        await changed.wait()  # here


asyncio.run(main())

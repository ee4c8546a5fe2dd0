"""refused"""

import asyncio


async def main():
    try:
        return await asyncio.to_thread(sum, [1, 2])  # here
    except RuntimeError:
        return None


asyncio.run(main())

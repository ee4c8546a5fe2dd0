"""lost-update"""

import asyncio


class Hits:
    count = 0


async def hit():
    seen = Hits.count  # here
    await asyncio.sleep(0.01)
    Hits.count = seen + 1  # here


async def main():
    await asyncio.gather(hit(), hit())


asyncio.run(main())

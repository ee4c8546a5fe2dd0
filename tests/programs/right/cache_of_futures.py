import asyncio

cache = {}


async def fetch(key):
    await asyncio.sleep(0.01)
    return key * 2


async def get(key):
    if key not in cache:
        cache[key] = asyncio.ensure_future(fetch(key))
    return await cache[key]


async def main():
    assert await asyncio.gather(get(2), get(2), get(3)) == [4, 4, 6]


asyncio.run(main())

import asyncio
import collections

values, locks = {}, collections.defaultdict(asyncio.Lock)


async def get(key):
    if key in values:
        return values[key]
    async with locks[key]:
        if key not in values:
            values[key] = await asyncio.sleep(0.01, key + "!")
        return values[key]


async def main():
    assert await asyncio.gather(get("x"), get("x"), get("y")) == ["x!", "x!", "y!"]


asyncio.run(main())

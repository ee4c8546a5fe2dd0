import asyncio

cache, lock = {}, asyncio.Lock()


async def get(key, now):
    async with lock:
        entry = cache.get(key)
        if entry is not None and now - entry[0] < 10:
            return entry[1]
        value = await asyncio.sleep(0.01, key * 2)
        cache[key] = (now, value)
        return value


async def main():
    assert await asyncio.gather(get(1, 0), get(1, 5), get(1, 20)) == [2, 2, 2]


asyncio.run(main())

import asyncio

cache, lock, loads = {}, asyncio.Lock(), 0


async def load(key):
    global loads
    async with lock:
        if key not in cache:
            loads += 1
            await asyncio.sleep(0.01)
            cache[key] = key.upper()
        return cache[key]


async def main():
    assert await asyncio.gather(load("a"), load("a"), load("b")) == ["A", "A", "B"]
    assert loads == 2


asyncio.run(main())

import asyncio

cache, database, dirty = {}, {}, asyncio.Queue()


async def put(key, value):
    await asyncio.sleep(0.001)
    cache[key] = value
    await dirty.put(key)


async def writer():
    while (key := await dirty.get()) is not None:
        value = cache[key]
        await asyncio.sleep(0.001)
        database[key] = value


async def main():
    background = asyncio.create_task(writer())
    await asyncio.gather(put("a", 1), put("b", 2))
    await dirty.put(None)
    await background
    assert database == {"a": 1, "b": 2}


asyncio.run(main())

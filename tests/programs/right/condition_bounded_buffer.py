import asyncio

buffer, changed = [], asyncio.Condition()


async def put(item):
    async with changed:
        await changed.wait_for(lambda: len(buffer) < 2)
        buffer.append(item)
        changed.notify_all()


async def take():
    async with changed:
        while not buffer:
            await changed.wait()
        item = buffer.pop(0)
        changed.notify_all()
        return item


async def main():
    async def producer():
        for n in range(5):
            await put(n)
    async def consumer():
        return [await take() for _ in range(5)]
    _, got = await asyncio.gather(producer(), consumer())
    assert got == [0, 1, 2, 3, 4]


asyncio.run(main())

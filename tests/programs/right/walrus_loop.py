import asyncio

items = [1, 2, 3]
got = []


async def worker():
    while items:
        item = items.pop(0)
        await asyncio.sleep(0.01)
        got.append(item)


async def main():
    await asyncio.gather(worker(), worker())
    assert sorted(got) == [1, 2, 3]


asyncio.run(main())

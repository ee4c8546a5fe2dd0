import asyncio

ready = []


async def come(barrier, seconds):
    await asyncio.sleep(seconds)
    ready.append(seconds)
    async with barrier as place:
        assert len(ready) == 3
        return place


async def main():
    barrier = asyncio.Barrier(3)
    places = await asyncio.gather(*(come(barrier, n / 100) for n in (1, 2, 3)))
    assert sorted(places) == [0, 1, 2]


asyncio.run(main())

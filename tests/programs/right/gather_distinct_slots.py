import asyncio

results = [None, None, None]


async def fill(n):
    await asyncio.sleep(0.01 * n)
    results[n] = n * 10


async def main():
    await asyncio.gather(*(fill(n) for n in range(3)))
    assert results == [0, 10, 20]


asyncio.run(main())

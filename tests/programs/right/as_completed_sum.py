import asyncio


async def fetch(n):
    await asyncio.sleep(0.01 * n)
    return n


async def main():
    total = 0
    for each in asyncio.as_completed([fetch(n) for n in (3, 1, 2)]):
        total += await each
    assert total == 6


asyncio.run(main())

import asyncio


async def fetch(n):
    await asyncio.sleep(n / 100)
    return n


async def main():
    total = 0
    for finished in asyncio.as_completed([fetch(n) for n in (3, 1, 2)]):
        total += await finished
    assert total == 6


asyncio.run(main())

import asyncio


async def numbers(n):
    for each in range(n):
        await asyncio.sleep(0.01)
        yield each


async def main():
    async def add():
        return sum([n async for n in numbers(4)])
    assert await asyncio.gather(add(), add()) == [6, 6]


asyncio.run(main())

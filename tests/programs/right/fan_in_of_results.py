import asyncio


async def part(n, into):
    await asyncio.sleep(0.01)
    into[n] = n * n


async def main():
    into = {}
    await asyncio.gather(*(part(n, into) for n in range(3)))
    assert sum(into.values()) == 5


asyncio.run(main())

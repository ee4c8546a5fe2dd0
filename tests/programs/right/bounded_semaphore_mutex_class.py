import asyncio


class Counter:
    def __init__(self):
        self.gate, self.n = asyncio.BoundedSemaphore(1), 0

    async def add(self):
        async with self.gate:
            self.n = await self.next(self.n)

    async def next(self, n):
        await asyncio.sleep(0.01)
        return n + 1


async def main():
    counter = Counter()
    await asyncio.gather(*(counter.add() for _ in range(3)))
    assert counter.n == 3


asyncio.run(main())

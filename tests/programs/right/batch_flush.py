import asyncio


class Batcher:
    def __init__(self, size):
        self.size, self.items, self.sent = size, [], []

    async def add(self, item):
        self.items.append(item)
        if len(self.items) >= self.size:
            await self.flush()

    async def flush(self):
        items, self.items = self.items, []
        await asyncio.sleep(0.01)
        self.sent += items


async def put(batcher, item):
    await asyncio.sleep(0.01)
    await batcher.add(item)


async def main():
    batcher = Batcher(2)
    await asyncio.gather(*(put(batcher, n) for n in range(3)))
    await batcher.flush()
    assert sorted(batcher.sent) == [0, 1, 2]


asyncio.run(main())

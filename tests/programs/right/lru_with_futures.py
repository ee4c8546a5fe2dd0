import asyncio
from collections import OrderedDict


class Cache:
    def __init__(self, size):
        self.size, self.entries = size, OrderedDict()

    async def get(self, key):
        future = self.entries.get(key)
        if future is None:
            future = self.entries[key] = asyncio.ensure_future(self.load(key))
            if len(self.entries) > self.size:
                self.entries.popitem(last=False)
        else:
            self.entries.move_to_end(key)
        return await asyncio.shield(future)

    async def load(self, key):
        await asyncio.sleep(0.01)
        return key * 2


async def main():
    cache = Cache(2)
    assert await asyncio.gather(*(cache.get(n) for n in (1, 2, 1, 3))) == [2, 4, 2, 6]
    assert len(cache.entries) == 2


asyncio.run(main())

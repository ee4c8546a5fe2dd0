import asyncio


class Bulkhead:
    def __init__(self, size):
        self.free, self.refused = size, 0

    async def run(self, work):
        if self.free == 0:
            self.refused += 1
            return None
        self.free -= 1
        try:
            return await work
        finally:
            self.free += 1


async def job(n):
    await asyncio.sleep(0.01)
    return n


async def main():
    bulkhead = Bulkhead(2)
    results = await asyncio.gather(bulkhead.run(job(1)), bulkhead.run(job(2)))
    assert results == [1, 2] and bulkhead.free == 2 and not bulkhead.refused


asyncio.run(main())

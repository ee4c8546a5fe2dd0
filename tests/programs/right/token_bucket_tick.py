import asyncio


class Bucket:
    def __init__(self, size):
        self.size = self.tokens = size
        self.changed = asyncio.Condition()

    async def refill(self, times):
        for _ in range(times):
            await asyncio.sleep(0.01)
            async with self.changed:
                self.tokens = min(self.size, self.tokens + 1)
                self.changed.notify()

    async def take(self):
        async with self.changed:
            while not self.tokens:
                await self.changed.wait()
            self.tokens -= 1


async def main():
    bucket = Bucket(1)
    async with asyncio.TaskGroup() as group:
        group.create_task(bucket.refill(4))
        for _ in range(3):
            group.create_task(bucket.take())
    assert bucket.tokens >= 0


asyncio.run(main())

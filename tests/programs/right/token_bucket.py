import asyncio


class Bucket:
    def __init__(self):
        self.tokens, self.changed = 2, asyncio.Condition()

    async def take(self):
        async with self.changed:
            while self.tokens < 1:
                await self.changed.wait()
            self.tokens -= 1

    async def refill(self):
        await asyncio.sleep(0.1)
        async with self.changed:
            self.tokens += 1
            self.changed.notify()


async def main():
    bucket = Bucket()
    await asyncio.gather(bucket.take(), bucket.take(), bucket.take(), bucket.refill())
    assert bucket.tokens == 0


asyncio.run(main())

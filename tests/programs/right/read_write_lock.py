import asyncio


class Shared:
    def __init__(self):
        self.readers, self.changed, self.value = 0, asyncio.Condition(), 0

    async def read(self):
        async with self.changed:
            self.readers += 1
        await asyncio.sleep(0.01)
        seen = self.value
        async with self.changed:
            self.readers -= 1
            self.changed.notify_all()
        return seen

    async def write(self):
        async with self.changed:
            await self.changed.wait_for(lambda: self.readers == 0)
            seen = self.value
            await asyncio.sleep(0.01)
            self.value = seen + 1


async def main():
    shared = Shared()
    await asyncio.gather(shared.read(), shared.write(), shared.write(), shared.read())
    assert shared.value == 2


asyncio.run(main())

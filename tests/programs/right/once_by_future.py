import asyncio


class Once:
    def __init__(self, make):
        self.make, self.future = make, None

    async def get(self):
        if self.future is None:
            self.future = asyncio.get_running_loop().create_future()
            self.future.set_result(await self.make())
        return await self.future


made = []


async def make():
    await asyncio.sleep(0.01)
    made.append(1)
    return "made"


async def main():
    once = Once(make)
    assert await asyncio.gather(once.get(), once.get()) == ["made", "made"]
    assert len(made) == 1


asyncio.run(main())

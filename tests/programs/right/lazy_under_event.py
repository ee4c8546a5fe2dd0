import asyncio


class Lazy:
    def __init__(self):
        self.value, self.is_loading, self.loaded = None, False, asyncio.Event()

    async def get(self):
        if self.is_loading:
            await self.loaded.wait()
            return self.value
        self.is_loading = True
        self.value = await asyncio.sleep(0.01, "value")
        self.loaded.set()
        return self.value


async def main():
    lazy = Lazy()
    assert await asyncio.gather(lazy.get(), lazy.get()) == ["value", "value"]


asyncio.run(main())

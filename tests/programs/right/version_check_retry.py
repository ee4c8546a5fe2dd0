import asyncio


class Store:
    def __init__(self):
        self.value, self.version = 0, 0

    async def read(self):
        await asyncio.sleep(0.001)
        return self.value, self.version

    async def write(self, value, version):
        await asyncio.sleep(0.001)
        if version != self.version:
            return False
        self.value, self.version = value, version + 1
        return True


async def add(store, amount):
    while True:
        value, version = await store.read()
        if await store.write(value + amount, version):
            return


async def main():
    store = Store()
    await asyncio.gather(add(store, 1), add(store, 2))
    assert store.value == 3


asyncio.run(main())

"""lost-update"""

import asyncio


class Store:
    def __init__(self):
        self.value = 0

    async def get(self):
        await asyncio.sleep(0.01)
        return self.value  # here

    async def put(self, value):
        await asyncio.sleep(0.01)
        self.value = value  # here


async def add(store):
    seen = await store.get()
    await store.put(seen + 1)


async def main():
    store = Store()
    await asyncio.gather(add(store), add(store))


asyncio.run(main())

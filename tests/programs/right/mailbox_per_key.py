import asyncio


class Shards:
    def __init__(self):
        self.queues, self.totals, self.workers = {}, {}, []

    def send(self, key, amount):
        if key not in self.queues:
            self.queues[key] = asyncio.Queue()
            self.workers.append(asyncio.create_task(self.work(key)))
        self.queues[key].put_nowait(amount)

    async def work(self, key):
        while (amount := await self.queues[key].get()) is not None:
            before = self.totals.get(key, 0)
            await asyncio.sleep(0.001)
            self.totals[key] = before + amount

    async def close(self):
        for key in self.queues:
            self.queues[key].put_nowait(None)
        await asyncio.gather(*self.workers)


async def send_all(shards, amounts):
    for key, amount in amounts:
        await asyncio.sleep(0.001)
        shards.send(key, amount)


async def main():
    shards = Shards()
    await asyncio.gather(send_all(shards, [("a", 1), ("b", 2)]), send_all(shards, [("b", 3), ("a", 4)]))
    await shards.close()
    assert shards.totals == {"a": 5, "b": 5} or sum(shards.totals.values()) == 10


asyncio.run(main())

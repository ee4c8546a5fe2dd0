import asyncio


class Pool:
    def __init__(self, size):
        self.free = [f"connection {n}" for n in range(size)]
        self.gate = asyncio.Semaphore(size)

    async def use(self, log):
        async with self.gate:
            mine = self.free.pop()
            try:
                await asyncio.sleep(0.01)
                log.append(mine)
            finally:
                self.free.append(mine)


async def main():
    pool, log = Pool(2), []
    await asyncio.gather(*(pool.use(log) for _ in range(4)))
    assert len(log) == 4 and len(pool.free) == 2


asyncio.run(main())

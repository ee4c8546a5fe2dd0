import asyncio


class Reentrant:
    def __init__(self):
        self.lock, self.owner, self.depth = asyncio.Lock(), None, 0

    async def __aenter__(self):
        me = asyncio.current_task()
        if self.owner is not me:
            await self.lock.acquire()
            self.owner = me
        self.depth += 1

    async def __aexit__(self, *error):
        self.depth -= 1
        if self.depth == 0:
            self.owner = None
            self.lock.release()


async def main():
    lock, log = Reentrant(), []
    async def work(name):
        async with lock:
            async with lock:
                await asyncio.sleep(0.01)
                log.append(name)
    await asyncio.gather(work("a"), work("b"))
    assert log == ["a", "b"]


asyncio.run(main())

import asyncio


class Limiter:
    def __init__(self, pause):
        self.lock, self.pause, self.free_at = asyncio.Lock(), pause, 0.0

    async def wait(self):
        async with self.lock:
            now = asyncio.get_running_loop().time()
            delay = max(0.0, self.free_at - now)
            self.free_at = max(now, self.free_at) + self.pause
            if delay:
                await asyncio.sleep(delay)


async def main():
    limiter, sent = Limiter(0.1), []
    async def send(n):
        await limiter.wait()
        sent.append(n)
    await asyncio.gather(*(send(n) for n in range(3)))
    assert sent == [0, 1, 2]


asyncio.run(main())

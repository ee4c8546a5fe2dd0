import asyncio

best = None


async def offer(n):
    global best
    if best is not None and best >= n:
        return
    await asyncio.sleep(0.01)
    if best is None or n > best:
        best = n


async def main():
    await asyncio.gather(offer(3), offer(5), offer(4))
    assert best == 5


asyncio.run(main())

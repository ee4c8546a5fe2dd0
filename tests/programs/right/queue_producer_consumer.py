import asyncio


async def produce(queue, n):
    for item in range(n):
        await queue.put(item)
        await asyncio.sleep(0.01)
    await queue.put(None)


async def consume(queue, got):
    while (item := await queue.get()) is not None:
        await asyncio.sleep(0.02)
        got.append(item)


async def main():
    queue, got = asyncio.Queue(maxsize=2), []
    await asyncio.gather(produce(queue, 4), consume(queue, got))
    assert got == [0, 1, 2, 3]


asyncio.run(main())

import asyncio


async def main():
    queue = asyncio.PriorityQueue()
    async def feed():
        for level in (3, 1, 2):
            await queue.put((level, f"job {level}"))
    async def drain():
        await asyncio.sleep(0.05)
        return [(await queue.get())[0] for _ in range(3)]
    _, order = await asyncio.gather(feed(), drain())
    assert order == [1, 2, 3]


asyncio.run(main())

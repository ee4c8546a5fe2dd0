import asyncio

count, done = 3, asyncio.Condition()


async def part():
    global count
    await asyncio.sleep(0.01)
    async with done:
        count -= 1
        if count == 0:
            done.notify_all()


async def main():
    parts = [asyncio.create_task(part()) for _ in range(3)]
    async with done:
        while count > 0:
            await done.wait()
    await asyncio.gather(*parts)
    assert count == 0


asyncio.run(main())

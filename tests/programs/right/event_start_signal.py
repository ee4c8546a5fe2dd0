import asyncio

started, log = asyncio.Event(), []


async def runner(n):
    await started.wait()
    log.append(n)


async def main():
    async with asyncio.TaskGroup() as group:
        for n in range(3):
            group.create_task(runner(n))
        await asyncio.sleep(0.01)
        log.append("go")
        started.set()
    assert log == ["go", 0, 1, 2]


asyncio.run(main())

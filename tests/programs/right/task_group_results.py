import asyncio


async def square(n):
    await asyncio.sleep(0.01)
    return n * n


async def main():
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(square(n)) for n in range(4)]
    assert [task.result() for task in tasks] == [0, 1, 4, 9]


asyncio.run(main())

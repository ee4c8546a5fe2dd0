import asyncio

finished = []


async def main():
    tasks = [asyncio.create_task(asyncio.sleep(0.01 * n, n)) for n in range(3)]
    for task in tasks:
        task.add_done_callback(lambda task: finished.append(task.result()))
    await asyncio.gather(*tasks)
    await asyncio.sleep(0)
    assert sorted(finished) == [0, 1, 2]


asyncio.run(main())

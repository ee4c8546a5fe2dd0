import asyncio

running = set()


def start(coroutine):
    task = asyncio.create_task(coroutine)
    running.add(task)
    task.add_done_callback(running.discard)
    return task


async def main():
    tasks = [start(asyncio.sleep(0.01, n)) for n in range(3)]
    assert await asyncio.gather(*tasks) == [0, 1, 2]
    await asyncio.sleep(0)
    assert not running


asyncio.run(main())

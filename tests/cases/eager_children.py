"""The children of an eager factory are first queued when they are woken, or cancelled at the end."""
import asyncio


async def work():
    try:
        await asyncio.sleep(1)
    finally:
        return ["child"]


async def main():
    asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
    tasks = [asyncio.create_task(work()), asyncio.create_task(work())]
    await asyncio.wait(tasks, timeout=1)
    return [task.done() for task in tasks]


asyncio.run(main())

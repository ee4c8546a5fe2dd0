import asyncio

events = []


async def worker():
    try:
        await asyncio.Event().wait()
    except asyncio.CancelledError:
        events.append("cleaning")
        await asyncio.sleep(0.01)
        events.append("clean")
        raise


async def main():
    task = asyncio.create_task(worker())
    await asyncio.sleep(0.01)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        events.append("gone")
    assert events == ["cleaning", "clean", "gone"]


asyncio.run(main())

import asyncio

level = 0


async def loud(seconds):
    global level
    level += 1
    try:
        await asyncio.sleep(seconds)
    finally:
        level -= 1


async def main():
    tasks = [asyncio.create_task(loud(1)) for _ in range(2)]
    await asyncio.sleep(0.01)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert level == 0


asyncio.run(main())

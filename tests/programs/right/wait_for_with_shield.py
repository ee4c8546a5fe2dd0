import asyncio


async def work():
    await asyncio.sleep(0.2)
    return "done"


async def main():
    task = asyncio.create_task(work())
    try:
        await asyncio.wait_for(asyncio.shield(task), 0.05)
    except TimeoutError:
        pass
    assert await task == "done"


asyncio.run(main())

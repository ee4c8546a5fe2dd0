import asyncio


async def fails():
    await asyncio.sleep(0.01)
    raise ValueError("no")


async def main():
    seen = []
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(fails())
            group.create_task(asyncio.sleep(10))
    except* ValueError as errors:
        seen.extend(str(error) for error in errors.exceptions)
    assert seen == ["no"]


asyncio.run(main())

import asyncio

value = 0


async def add():
    global value
    seen = value
    await asyncio.sleep(0.01)
    value = seen + 1


async def main():
    await add()
    await asyncio.create_task(add())
    first = asyncio.create_task(add())
    await first
    await asyncio.create_task(add())
    assert value == 4


asyncio.run(main())

import asyncio

value = 0


async def add(after):
    global value
    if after:
        await after
    seen = value
    await asyncio.sleep(0.01)
    value = seen + 1


async def main():
    last = None
    for _ in range(3):
        last = asyncio.create_task(add(last))
    await last
    assert value == 3


asyncio.run(main())

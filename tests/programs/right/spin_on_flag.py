import asyncio

value, taken = 0, False


async def add():
    global value, taken
    while taken:
        await asyncio.sleep(0.01)
    taken = True
    seen = value
    await asyncio.sleep(0.05)
    value = seen + 1
    taken = False


async def main():
    await asyncio.gather(add(), add())
    assert value == 2


asyncio.run(main())

import asyncio

value, changed = 0, asyncio.Condition()


async def add():
    global value
    async with changed:
        seen = value
        await asyncio.sleep(0.01)
        value = seen + 1
        changed.notify_all()


async def main():
    await asyncio.gather(add(), add())
    async with changed:
        await changed.wait_for(lambda: value == 2)


asyncio.run(main())

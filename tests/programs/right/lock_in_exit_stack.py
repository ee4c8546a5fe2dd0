import asyncio
import contextlib

value, lock = 0, asyncio.Lock()


async def add():
    global value
    async with contextlib.AsyncExitStack() as stack:
        await stack.enter_async_context(lock)
        seen = value
        await asyncio.sleep(0.01)
        value = seen + 1


async def main():
    await asyncio.gather(add(), add())
    assert value == 2


asyncio.run(main())

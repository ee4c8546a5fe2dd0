import asyncio
import contextlib

value, lock = 0, asyncio.Lock()


@contextlib.asynccontextmanager
async def exclusive():
    async with lock:
        yield


async def add():
    global value
    async with exclusive():
        seen = value
        await asyncio.sleep(0.01)
        value = seen + 1


async def main():
    await asyncio.gather(add(), add(), add())
    assert value == 3


asyncio.run(main())

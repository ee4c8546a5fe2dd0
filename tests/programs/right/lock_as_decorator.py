import asyncio
import functools

lock, value = asyncio.Lock(), 0


def exclusive(function):
    @functools.wraps(function)
    async def inside(*args):
        async with lock:
            return await function(*args)
    return inside


@exclusive
async def add(amount):
    global value
    seen = value
    await asyncio.sleep(0.01)
    value = seen + amount


async def main():
    await asyncio.gather(add(1), add(2))
    assert value == 3


asyncio.run(main())

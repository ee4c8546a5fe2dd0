import asyncio

result, ready = None, asyncio.Event()


async def compute():
    global result
    await asyncio.sleep(0.02)
    result = 42
    ready.set()


async def reader():
    if result is None:
        await ready.wait()
    return result


async def main():
    _, a, b = await asyncio.gather(compute(), reader(), reader())
    assert (a, b) == (42, 42)


asyncio.run(main())

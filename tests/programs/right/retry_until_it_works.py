import asyncio

attempts = {}


async def flaky(name):
    attempts[name] = attempts.get(name, 0) + 1
    await asyncio.sleep(0.01)
    if attempts[name] < 3:
        raise OSError(name)
    return name


async def retry(name):
    for turn in range(5):
        try:
            return await flaky(name)
        except OSError:
            await asyncio.sleep(0.01 * 2 ** turn)
    raise RuntimeError("gave up")


async def main():
    assert await asyncio.gather(retry("a"), retry("b")) == ["a", "b"]


asyncio.run(main())

import asyncio

lock, log = asyncio.Lock(), []


async def holder():
    async with lock:
        await asyncio.sleep(1)
        log.append("holder")


async def impatient():
    try:
        async with asyncio.timeout(0.1):
            async with lock:
                log.append("never")
    except TimeoutError:
        log.append("gave up")


async def main():
    await asyncio.gather(holder(), impatient())
    assert sorted(log) == ["gave up", "holder"]


asyncio.run(main())

import asyncio

lock, log = asyncio.Lock(), []


async def work(name):
    if lock.locked():
        log.append(f"{name} busy")
        return
    async with lock:
        await asyncio.sleep(0.01)
        log.append(f"{name} done")


async def main():
    await asyncio.gather(work("a"), work("b"))
    assert log == ["b busy", "a done"]


asyncio.run(main())

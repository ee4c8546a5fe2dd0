import asyncio

stopping, done = asyncio.Event(), []


async def worker(name):
    while not stopping.is_set():
        await asyncio.sleep(0.05)
    done.append(name)


async def main():
    workers = [asyncio.create_task(worker(name)) for name in "ab"]
    await asyncio.sleep(0.1)
    stopping.set()
    await asyncio.gather(*workers)
    assert sorted(done) == ["a", "b"]


asyncio.run(main())

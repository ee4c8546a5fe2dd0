import asyncio

saved = []


async def save(n):
    await asyncio.sleep(0.05)
    saved.append(n)


async def main():
    task = asyncio.create_task(save(1))
    outer = asyncio.create_task(asyncio.wait_for(asyncio.shield(task), 10))
    await asyncio.sleep(0)
    outer.cancel()
    await asyncio.gather(outer, return_exceptions=True)
    await task
    assert saved == [1]


asyncio.run(main())

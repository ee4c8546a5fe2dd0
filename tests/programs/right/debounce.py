import asyncio

pending, fired = None, []


async def later(n):
    await asyncio.sleep(0.1)
    fired.append(n)


async def press(n):
    global pending
    if pending is not None:
        pending.cancel()
    pending = asyncio.create_task(later(n))
    await asyncio.sleep(0)


async def main():
    for n in range(3):
        await press(n)
    await asyncio.gather(pending, return_exceptions=True)
    assert fired == [2]


asyncio.run(main())

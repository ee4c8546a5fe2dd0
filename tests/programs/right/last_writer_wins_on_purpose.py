import asyncio

latest = {}


async def report(sensor, value):
    old = latest.get(sensor)
    await asyncio.sleep(0.01)
    latest[sensor] = value
    return old


async def main():
    assert await asyncio.gather(report("t", 1), report("t", 2)) == [None, None]


asyncio.run(main())

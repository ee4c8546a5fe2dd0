import asyncio

highest = 0


async def seen(value, seconds):
    global highest
    await asyncio.sleep(seconds)
    if value > highest:
        highest = value


async def main():
    await asyncio.gather(seen(3, 0.02), seen(5, 0.01), seen(4, 0.03))
    assert highest == 5


asyncio.run(main())

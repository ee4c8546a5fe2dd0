import asyncio

count = 0


async def hit():
    global count
    await asyncio.sleep(0.01)
    count += 1


async def main():
    await asyncio.gather(*(hit() for _ in range(4)))
    assert count == 4


asyncio.run(main())

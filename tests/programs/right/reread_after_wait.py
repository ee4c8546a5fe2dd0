import asyncio

total = 0


async def add(amount):
    global total
    seen = total
    await asyncio.sleep(0.01)
    seen = total
    total = seen + amount


async def main():
    await asyncio.gather(add(1), add(2))
    assert total == 3


asyncio.run(main())

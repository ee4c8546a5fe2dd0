import asyncio

total = 0


async def add(numbers):
    global total
    mine = 0
    for n in numbers:
        await asyncio.sleep(0.01)
        mine = mine + n
    total = total + mine


async def main():
    await asyncio.gather(add([1, 2]), add([3]))
    assert total == 6


asyncio.run(main())

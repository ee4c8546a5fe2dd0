import asyncio


async def part(n):
    await asyncio.sleep(0.01)
    return n


async def main():
    total = 0
    tasks = [asyncio.create_task(part(n)) for n in range(3)]
    for task in tasks:
        total = total + await task
    assert total == 3


asyncio.run(main())

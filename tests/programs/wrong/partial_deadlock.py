"""deadlock"""

import asyncio

a, b = asyncio.Lock(), asyncio.Lock()


async def transfer(first, second):
    async with first:
        await asyncio.sleep(0.01)
        async with second:  # here
            pass


async def main():
    stuck = [asyncio.create_task(transfer(a, b)), asyncio.create_task(transfer(b, a))]
    await asyncio.sleep(1)
    assert not any(task.done() for task in stuck)


asyncio.run(main())

"""deadlock"""

import asyncio

forks = [asyncio.Lock() for _ in range(3)]


async def eat(n):
    async with forks[n]:
        await asyncio.sleep(0.01)
        async with forks[(n + 1) % 3]:  # here
            pass


async def main():
    await asyncio.gather(*(eat(n) for n in range(3)))


asyncio.run(main())

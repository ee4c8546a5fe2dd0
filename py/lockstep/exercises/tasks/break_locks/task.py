"""Make them wait for each other

B usually comes when A has long finished. Find an order in which neither can go on.

Kind: break
Order: 65
Lesson: deadlock
Break: deadlock
Hint: Each must hold its first lock while it asks for its second.
Hint: Let both begin before either has its second answer from the network.
"""

import asyncio

savings = asyncio.Lock()
giro = asyncio.Lock()


async def network():
    await asyncio.sleep(0.1)


async def transfer(source, target, delay):
    await asyncio.sleep(delay)
    async with source:
        await network()
        async with target:
            pass


async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(transfer(savings, giro, 0.1), name="A")
        group.create_task(transfer(giro, savings, 0.5), name="B")
    return "done"


if __name__ == "__main__":
    asyncio.run(main())

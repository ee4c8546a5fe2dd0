"""check-then-act"""

import asyncio

leader = None


async def elect(name):
    global leader
    if not leader:  # here
        await asyncio.sleep(0.01)
        leader = name  # here


async def main():
    await asyncio.gather(elect("a"), elect("b"))


asyncio.run(main())

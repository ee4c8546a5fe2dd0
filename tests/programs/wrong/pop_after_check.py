"""check-then-act"""

import asyncio

jobs = ["one"]
missed = []


async def work():
    if jobs:
        await asyncio.sleep(0.01)
        missed.append(jobs.pop() if jobs else None)  # here


async def more():
    if len(jobs) == 1:  # here
        await asyncio.sleep(0.02)
        jobs.append("two")  # here


async def main():
    await asyncio.gather(work(), more())


asyncio.run(main())

"""unhandled-exception"""

import asyncio


async def save():
    await asyncio.sleep(0.1)
    raise OSError("the disk is full")


async def main():
    task = asyncio.create_task(save())
    await asyncio.sleep(0.2)
    print("saved", task.done())


asyncio.run(main())

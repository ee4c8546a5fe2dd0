"""A task that a callback makes has no parent, and is not what asyncio.run was given."""
import asyncio


async def child():
    await asyncio.sleep(1)
    return "child"


def later():
    asyncio.create_task(child())


async def main():
    asyncio.get_running_loop().call_later(1, later)
    await asyncio.sleep(1)
    await asyncio.sleep(1)
    return "main"


asyncio.run(main())

"""lost-update"""

import asyncio

parts = {"a": 1, "total": 1}


async def add():
    total = parts["total"] + parts["a"]  # here
    await asyncio.sleep(0.01)
    parts["total"] = total  # here


async def main():
    await asyncio.gather(add(), add())


asyncio.run(main())

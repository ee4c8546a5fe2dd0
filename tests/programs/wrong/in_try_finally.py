"""lost-update"""

import asyncio

value = 0


async def add():
    global value
    seen = value  # here
    try:
        await asyncio.sleep(0.01)
    finally:
        value = seen + 1  # here


async def main():
    await asyncio.gather(add(), add())


asyncio.run(main())

"""Programs as docs authors write them."""

COUNTER = """\
import asyncio

total = 0

async def add():
    global total
    await asyncio.sleep(0.1)
    value = total
    await asyncio.sleep(0.1)
    total = value + 1

async def main():
    await asyncio.gather(add(), add())
    return total

asyncio.run(main())
"""
LOCKED = COUNTER.replace(
    """\
    value = total
    await asyncio.sleep(0.1)
    total = value + 1
""",
    """\
    async with lock:
        value = total
        await asyncio.sleep(0.1)
        total = value + 1
""",
).replace("total = 0", "total = 0\nlock = asyncio.Lock()")

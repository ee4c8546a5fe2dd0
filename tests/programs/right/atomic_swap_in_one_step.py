import asyncio

current = "a"


async def use():
    global current
    mine = current
    current = "b" if mine == "a" else "a"
    await asyncio.sleep(0.01)
    return mine


async def main():
    assert await asyncio.gather(use(), use()) == ["a", "b"]


asyncio.run(main())

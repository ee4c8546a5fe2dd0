import asyncio

last = None


async def visit(name):
    global last
    before = last
    await asyncio.sleep(0.01)
    last = name
    return before


async def main():
    assert await asyncio.gather(visit("a"), visit("b")) == [None, None]


asyncio.run(main())

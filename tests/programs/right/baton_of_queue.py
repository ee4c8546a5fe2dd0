import asyncio

value = 0


async def add(baton):
    global value
    turn = await baton.get()
    seen = value
    await asyncio.sleep(0.01)
    value = seen + 1
    baton.put_nowait(turn)


async def main():
    baton = asyncio.Queue()
    baton.put_nowait("turn")
    await asyncio.gather(add(baton), add(baton), add(baton))
    assert value == 3


asyncio.run(main())

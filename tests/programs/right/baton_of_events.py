import asyncio

value = 0


async def stage(before, after):
    global value
    await before.wait()
    seen = value
    await asyncio.sleep(0.01)
    value = seen + 1
    after.set()


async def main():
    marks = [asyncio.Event() for _ in range(4)]
    marks[0].set()
    await asyncio.gather(*(stage(marks[n], marks[n + 1]) for n in range(3)))
    assert value == 3


asyncio.run(main())

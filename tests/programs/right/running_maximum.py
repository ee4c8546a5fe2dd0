import asyncio

best = 0


async def score(points):
    global best
    await asyncio.sleep(0.01)
    if points > best:
        best = points


async def main():
    await asyncio.gather(score(3), score(7), score(5))
    assert best == 7


asyncio.run(main())

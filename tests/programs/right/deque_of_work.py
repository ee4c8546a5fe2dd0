import asyncio
import collections

work = collections.deque(range(4))
done = []


async def worker():
    while True:
        try:
            item = work.popleft()
        except IndexError:
            return
        await asyncio.sleep(0.01)
        done.append(item)


async def main():
    await asyncio.gather(worker(), worker())
    assert sorted(done) == [0, 1, 2, 3]


asyncio.run(main())

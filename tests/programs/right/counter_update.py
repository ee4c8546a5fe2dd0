import asyncio
import collections

words = collections.Counter()


async def read(text):
    await asyncio.sleep(0.01)
    words.update(text.split())


async def main():
    await asyncio.gather(read("a b"), read("b"))
    assert words["b"] == 2


asyncio.run(main())

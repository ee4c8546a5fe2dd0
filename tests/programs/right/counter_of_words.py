import asyncio
import collections

words = collections.Counter()


async def read(text):
    for word in text.split():
        await asyncio.sleep(0.01)
        words[word] += 1


async def main():
    await asyncio.gather(read("a b a"), read("b a"))
    assert words == {"a": 3, "b": 2}


asyncio.run(main())

"""lost-update"""

import asyncio

words = {}


async def count(word):
    seen = words.get(word, 0)  # here
    await asyncio.sleep(0.01)
    words[word] = seen + 1  # here


async def main():
    await asyncio.gather(count("a"), count("a"))


asyncio.run(main())

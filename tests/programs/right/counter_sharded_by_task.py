import asyncio
from collections import Counter

counts = Counter()


async def count(name, words):
    for word in words:
        await asyncio.sleep(0.001)
        counts[name, word] += 1


async def main():
    await asyncio.gather(count("x", "aab"), count("y", "abb"))
    assert sum(counts.values()) == 6


asyncio.run(main())

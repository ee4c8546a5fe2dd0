import asyncio
from collections import Counter

c = Counter(x=0)
async def work(i):
    v = c.copy()
    await asyncio.sleep(0.1)
    v['x'] += 1
    c.clear()
    c.update(v)

async def main():
    await asyncio.gather(*(work(i) for i in range(2)))
    print(c)
asyncio.run(main())

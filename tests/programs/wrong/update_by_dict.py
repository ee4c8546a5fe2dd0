"""lost-update"""

import asyncio

d = {'k': 0}
async def work(i):
    v = d['k']  # here
    await asyncio.sleep(0.1)
    d.update({'k': v + 1})  # here

async def main():
    await asyncio.gather(*(work(i) for i in range(2)))
    print(d)
asyncio.run(main())

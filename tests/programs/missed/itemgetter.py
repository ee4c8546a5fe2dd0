import asyncio
import operator

d = {'n': 0}
get = operator.itemgetter('n')
async def work(i):
    v = get(d)
    await asyncio.sleep(0.1)
    d['n'] = v + 1

async def main():
    await asyncio.gather(*(work(i) for i in range(2)))
    print(d)
asyncio.run(main())

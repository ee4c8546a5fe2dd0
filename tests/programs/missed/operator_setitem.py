import asyncio
import operator

d = {'k': 0}
async def work(i):
    v = operator.getitem(d, 'k')
    await asyncio.sleep(0.1)
    operator.setitem(d, 'k', v + 1)

async def main():
    await asyncio.gather(*(work(i) for i in range(2)))
    print(d)
asyncio.run(main())

import asyncio
import operator


class A: n = 0
a = A()
get = operator.attrgetter('n')
async def work(i):
    v = get(a)
    await asyncio.sleep(0.1)
    a.n = v + 1

async def main():
    await asyncio.gather(*(work(i) for i in range(2)))
    print(a.n)
asyncio.run(main())

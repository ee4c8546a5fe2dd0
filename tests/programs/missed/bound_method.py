import asyncio

d = {'n': 0}
put = d.__setitem__
async def work(i):
    v = d['n']
    await asyncio.sleep(0.1)
    put('n', v + 1)

async def main():
    await asyncio.gather(*(work(i) for i in range(2)))
    print(d)
asyncio.run(main())

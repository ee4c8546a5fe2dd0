import asyncio

d = {'k': 0}
async def work(i):
    v = d['k']
    await asyncio.sleep(0.1)
    d.__setitem__('k', v + 1)

async def main():
    await asyncio.gather(*(work(i) for i in range(2)))
    print(d)
asyncio.run(main())

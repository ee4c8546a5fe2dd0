import asyncio

d = {}
async def work(i):
    x = d.get('k')
    if x is None:
        await asyncio.sleep(0.1)
        d['k'] = [i]
    else:
        x.append(i)

async def main():
    await asyncio.gather(*(work(i) for i in range(2)))
    print(d)
asyncio.run(main())

import asyncio

c = [0]
async def work(i):
    v = list(c)
    await asyncio.sleep(0.1)
    c.clear()
    c.extend(v + [i])

async def main():
    await asyncio.gather(*(work(i) for i in range(2)))
    print(c)
asyncio.run(main())

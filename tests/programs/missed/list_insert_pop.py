import asyncio

c = [0]
async def work(i):
    v = c[0]
    await asyncio.sleep(0.1)
    c.pop()
    c.append(v + 1)

async def main():
    await asyncio.gather(*(work(i) for i in range(2)))
    print(c)
asyncio.run(main())

import asyncio


class A: pass
a = A()
a.n = 0
async def work(i):
    v = a.n
    await asyncio.sleep(0.1)
    object.__setattr__(a, 'n', v + 1)

async def main():
    await asyncio.gather(*(work(i) for i in range(2)))
    print(a.n)
asyncio.run(main())

import asyncio

n = 0
def setn(v):
    global n
    n = v
async def work(i):
    v = n
    loop = asyncio.get_running_loop()
    await asyncio.sleep(0.1)
    loop.call_soon(setn, v + 1)
    await asyncio.sleep(0.1)

async def main():
    await asyncio.gather(*(work(i) for i in range(2)))
    print(n)
asyncio.run(main())

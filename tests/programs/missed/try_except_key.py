import asyncio

d = {}
made = 0
async def work(i):
    global made
    try:
        d['k']
    except KeyError:
        await asyncio.sleep(0.1)
        made += 1
        d['k'] = made

async def main():
    await asyncio.gather(*(work(i) for i in range(2)))
    print(made)
asyncio.run(main())

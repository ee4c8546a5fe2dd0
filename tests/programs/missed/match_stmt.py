import asyncio

state = 'new'
n = 0
async def work(i):
    global state, n
    match state:
        case 'new':
            await asyncio.sleep(0.1)
            state = 'open'
            n += 1
        case _: pass

async def main():
    await asyncio.gather(*(work(i) for i in range(2)))
    print(n)
asyncio.run(main())

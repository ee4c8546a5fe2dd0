import asyncio

users = set()
made = []
async def work(i):
    if 'bob' not in users:
        await asyncio.sleep(0.1)
        users.add('bob')
        made.append(i)

async def main():
    await asyncio.gather(*(work(i) for i in range(2)))
    print(made)
asyncio.run(main())

import asyncio


async def actor(inbox):
    balance = 0
    while True:
        amount, reply = await inbox.get()
        if reply is not None:
            reply.set_result(balance)
            return
        await asyncio.sleep(0.01)
        balance += amount


async def main():
    inbox = asyncio.Queue()
    task = asyncio.create_task(actor(inbox))
    async def client(n):
        await asyncio.sleep(0.01)
        await inbox.put((n, None))
    await asyncio.gather(client(1), client(2))
    answer = asyncio.get_running_loop().create_future()
    await inbox.put((0, answer))
    assert await answer == 3
    await task


asyncio.run(main())

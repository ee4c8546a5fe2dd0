import asyncio

done = []


async def serve(name, queue):
    while True:
        seconds = await queue.get()
        await asyncio.sleep(seconds)
        queue.task_done()
        done.append(seconds)


async def main():
    queue = asyncio.Queue()
    total = 0
    for n in range(6):
        total += n / 100
        queue.put_nowait(n / 100)
    servers = [asyncio.create_task(serve(f"server {n}", queue)) for n in range(3)]
    await queue.join()
    for server in servers:
        server.cancel()
    await asyncio.gather(*servers, return_exceptions=True)
    assert total > 0


asyncio.run(main())

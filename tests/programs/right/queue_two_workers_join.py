import asyncio

total = 0


async def worker(queue):
    global total
    while True:
        item = await queue.get()
        await asyncio.sleep(0.01)
        total += item
        queue.task_done()


async def main():
    queue = asyncio.Queue()
    for item in range(5):
        queue.put_nowait(item)
    workers = [asyncio.create_task(worker(queue)) for _ in range(2)]
    await queue.join()
    for each in workers:
        each.cancel()
    await asyncio.gather(*workers, return_exceptions=True)
    assert total == 10


asyncio.run(main())

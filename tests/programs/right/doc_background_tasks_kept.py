import asyncio

background = set()
ran = []


async def some(n):
    await asyncio.sleep(0.01)
    ran.append(n)


async def main():
    for n in range(3):
        task = asyncio.create_task(some(n))
        background.add(task)
        task.add_done_callback(background.discard)
    while background:
        await asyncio.gather(*background)
        await asyncio.sleep(0)
    assert len(ran) == 3


asyncio.run(main())

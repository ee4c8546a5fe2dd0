import asyncio

told = []


async def wait_for_it(event, name):
    await event.wait()
    told.append(name)


async def main():
    event = asyncio.Event()
    waiting = [asyncio.create_task(wait_for_it(event, n)) for n in range(3)]
    await asyncio.sleep(0.01)
    event.set()
    await asyncio.gather(*waiting)
    assert sorted(told) == [0, 1, 2]


asyncio.run(main())

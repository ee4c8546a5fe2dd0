import asyncio

paused, sent = False, []


async def send(n):
    while paused:
        await asyncio.sleep(0.01)
    sent.append(n)
    await asyncio.sleep(0)


async def main():
    global paused
    paused = True
    tasks = [asyncio.create_task(send(n)) for n in range(2)]
    await asyncio.sleep(0.05)
    paused = False
    await asyncio.gather(*tasks)
    assert sorted(sent) == [0, 1]


asyncio.run(main())

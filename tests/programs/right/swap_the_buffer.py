import asyncio

buffer, sent = [], []


async def flush():
    global buffer
    batch, buffer = buffer, []
    await asyncio.sleep(0.01)
    sent.extend(batch)


async def add(item):
    buffer.append(item)
    if len(buffer) >= 2:
        await flush()


async def main():
    await asyncio.gather(*(add(n) for n in range(5)))
    await flush()
    assert sorted(sent) == [0, 1, 2, 3, 4]


asyncio.run(main())

import asyncio

running, ticks = True, 0


async def tick():
    global ticks
    while running:
        ticks += 1
        await asyncio.sleep(0.05)


async def main():
    global running
    task = asyncio.create_task(tick())
    await asyncio.sleep(0.12)
    running = False
    await task
    assert ticks > 0


asyncio.run(main())

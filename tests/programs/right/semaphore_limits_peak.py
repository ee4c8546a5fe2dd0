import asyncio

running = peak = 0


async def job(gate):
    global running, peak
    async with gate:
        running += 1
        peak = max(peak, running)
        await asyncio.sleep(0.01)
        running -= 1


async def main():
    gate = asyncio.Semaphore(2)
    await asyncio.gather(*(job(gate) for _ in range(5)))
    assert (running, peak) == (0, 2)


asyncio.run(main())

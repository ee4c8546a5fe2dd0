import asyncio

hits = 0


async def hit():
    global hits
    await asyncio.sleep(0.01)
    hits += 1


async def flush(out):
    global hits
    await asyncio.sleep(0.02)
    taken, hits = hits, 0
    await asyncio.sleep(0.01)
    out.append(taken)


async def main():
    out = []
    await asyncio.gather(hit(), hit(), flush(out))
    assert sum(out) + hits == 2


asyncio.run(main())

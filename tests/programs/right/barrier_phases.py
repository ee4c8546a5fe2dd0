import asyncio

log = []


async def worker(barrier, name):
    log.append(f"{name} ready")
    await barrier.wait()
    log.append(f"{name} go")


async def main():
    barrier = asyncio.Barrier(3)
    await asyncio.gather(*(worker(barrier, name) for name in "abc"))
    assert all(line.endswith("ready") for line in log[:3])
    assert all(line.endswith("go") for line in log[3:])


asyncio.run(main())

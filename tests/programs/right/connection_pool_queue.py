import asyncio


async def main():
    pool = asyncio.LifoQueue()
    for n in range(2):
        pool.put_nowait(n)
    used = []
    async def query():
        connection = await pool.get()
        try:
            await asyncio.sleep(0.01)
            used.append(connection)
        finally:
            pool.put_nowait(connection)
    await asyncio.gather(*(query() for _ in range(4)))
    assert pool.qsize() == 2 and len(used) == 4


asyncio.run(main())

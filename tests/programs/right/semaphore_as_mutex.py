import asyncio

balance, gate = 0, asyncio.Semaphore(1)


async def deposit(amount):
    global balance
    async with gate:
        before = balance
        await asyncio.sleep(0.01)
        balance = before + amount


async def main():
    await asyncio.gather(*(deposit(10) for _ in range(3)))
    assert balance == 30


asyncio.run(main())

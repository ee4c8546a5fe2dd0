import asyncio

balance, lock = 100, asyncio.Lock()


async def withdraw(amount):
    global balance
    async with lock:
        if balance < amount:
            return False
        await asyncio.sleep(0.01)
        balance -= amount
        return True


async def main():
    assert sorted(await asyncio.gather(withdraw(80), withdraw(80))) == [False, True]
    assert balance == 20


asyncio.run(main())

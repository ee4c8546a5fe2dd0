import asyncio

stock = 1


async def buy(pays):
    global stock
    if stock == 0:
        return False
    stock -= 1
    await asyncio.sleep(0.01)
    if not pays:
        stock += 1
    return pays


async def main():
    assert await asyncio.gather(buy(False), buy(True)) == [False, False]
    assert stock == 1


asyncio.run(main())

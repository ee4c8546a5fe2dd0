import asyncio

stock = 1


async def buy():
    global stock
    if stock == 0:
        return False
    stock -= 1
    await asyncio.sleep(0.01)
    return True


async def main():
    assert await asyncio.gather(buy(), buy()) == [True, False]


asyncio.run(main())

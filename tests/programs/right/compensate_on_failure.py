import asyncio

stock = 2


async def order(fails):
    global stock
    if stock < 1:
        return "none"
    stock -= 1
    try:
        await asyncio.sleep(0.01)
        if fails:
            raise OSError("card")
    except OSError:
        stock += 1
        return "failed"
    return "sold"


async def main():
    assert await asyncio.gather(order(True), order(False)) == ["failed", "sold"]
    assert stock == 1


asyncio.run(main())

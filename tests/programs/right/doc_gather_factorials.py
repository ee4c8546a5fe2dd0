import asyncio


async def product_up_to(label, last):
    value = 1
    for each in range(2, last + 1):
        print(f"{label}: times {each}")
        await asyncio.sleep(0.01)
        value *= each
    return value


async def main():
    assert await asyncio.gather(product_up_to("x", 2), product_up_to("y", 4)) == [2, 24]


asyncio.run(main())

import asyncio


async def slow():
    await asyncio.Event().wait()
    return "slow"


async def main():
    try:
        async with asyncio.timeout(0.1):
            answer = await slow()
    except TimeoutError:
        answer = "default"
    assert answer == "default"


asyncio.run(main())

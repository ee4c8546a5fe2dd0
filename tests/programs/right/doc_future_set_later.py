import asyncio


async def answer(future, seconds, value):
    await asyncio.sleep(seconds)
    future.set_result(value)


async def main():
    future = asyncio.get_running_loop().create_future()
    background = asyncio.create_task(answer(future, 0.01, "here"))
    assert await future == "here"
    await background


asyncio.run(main())

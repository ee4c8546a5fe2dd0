import asyncio

done = None


async def wait():
    global done
    done = asyncio.get_running_loop().create_future()
    asyncio.get_running_loop().call_later(0.1, done.set_result, 5)
    return await done


async def main():
    assert await wait() == 5


asyncio.run(main())

import asyncio

done, expected = 0, 3


async def step():
    global done
    await asyncio.sleep(0.01)
    done += 1


async def reporter():
    while done < expected:
        await asyncio.sleep(0.02)
    return done


async def main():
    results = await asyncio.gather(step(), step(), step(), reporter())
    assert results[-1] == 3


asyncio.run(main())

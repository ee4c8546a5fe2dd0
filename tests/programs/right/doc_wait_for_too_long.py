import asyncio


async def eternity():
    await asyncio.sleep(3600)
    return "never"


async def main():
    try:
        await asyncio.wait_for(eternity(), timeout=0.01)
    except TimeoutError:
        print("too long")


asyncio.run(main())

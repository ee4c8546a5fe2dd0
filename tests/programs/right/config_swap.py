import asyncio

config = {"v": 1}


async def reload(version):
    global config
    old = config
    await asyncio.sleep(0.01)
    config = {"v": version}
    return old


async def main():
    await asyncio.gather(reload(2), reload(2))
    assert config == {"v": 2}


asyncio.run(main())

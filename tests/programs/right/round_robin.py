import asyncio

turn, servers = 0, ["x", "y"]


async def pick():
    global turn
    server = servers[turn]
    turn = (turn + 1) % len(servers)
    await asyncio.sleep(0.01)
    return server


async def main():
    assert await asyncio.gather(pick(), pick(), pick()) == ["x", "y", "x"]


asyncio.run(main())

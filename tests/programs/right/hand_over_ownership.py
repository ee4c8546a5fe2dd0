import asyncio

owner = None
log = []


async def work(name, turn, following):
    global owner
    await turn.wait()
    owner = name
    await asyncio.sleep(0.01)
    assert owner == name
    log.append(name)
    following.set()


async def main():
    turns = [asyncio.Event() for _ in range(3)]
    turns[0].set()
    await asyncio.gather(work("a", turns[0], turns[1]), work("b", turns[1], turns[2]))
    assert log == ["a", "b"]


asyncio.run(main())

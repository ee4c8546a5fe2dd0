import asyncio

balances = {"a": 10, "b": 0}


async def move(source, target, n):
    if balances[source] < n:
        return False
    balances[source] -= n
    await asyncio.sleep(0.01)
    balances[target] += n
    return True


async def main():
    assert await asyncio.gather(move("a", "b", 7), move("a", "b", 7)) == [True, False]
    assert balances == {"a": 3, "b": 7}


asyncio.run(main())

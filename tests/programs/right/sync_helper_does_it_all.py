import asyncio

accounts = {"a": 5, "b": 5}


def move(source, target, n):
    have = accounts[source]
    if have >= n:
        accounts[source] = have - n
        accounts[target] = accounts[target] + n


async def client(source, target):
    await asyncio.sleep(0.01)
    move(source, target, 3)
    await asyncio.sleep(0.01)
    move(source, target, 3)


async def main():
    await asyncio.gather(client("a", "b"), client("b", "a"))
    assert sum(accounts.values()) == 10


asyncio.run(main())

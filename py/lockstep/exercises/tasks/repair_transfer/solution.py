"""Two locks, and no circle: our solution"""

import asyncio


class Account:
    def __init__(self, name):
        self.name = name
        self.balance = 100
        self.lock = asyncio.Lock()


async def network():
    await asyncio.sleep(0.1)


async def transfer(source, target, amount):
    first, second = sorted((source, target), key=lambda account: account.name)
    async with first.lock:
        await network()
        async with second.lock:
            source.balance -= amount
            await network()
            target.balance += amount


async def main():
    savings, giro = Account("savings"), Account("giro")
    async with asyncio.TaskGroup() as group:
        group.create_task(transfer(savings, giro, 30), name="A")
        group.create_task(transfer(giro, savings, 10), name="B")
    return savings.balance, giro.balance


if __name__ == "__main__":
    asyncio.run(main())

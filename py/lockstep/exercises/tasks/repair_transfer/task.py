"""Two locks, and no circle

Both transfers are to go through in every order. Each must hold the locks of both accounts while
it moves the money.

Kind: repair
Order: 100
Lesson: lock-order
Watch: *.balance
Fixed: network, main
Right: (80, 120)
Within: 0.4 s
Hint: Who holds what, and asks for what?
Hint: If both took the same lock first, one of them would simply wait.
Hint: Take them in one agreed order, whichever way the money goes: `first, second =
    sorted((source, target), key=lambda account: account.name)`, then `first.lock` and in it
    `second.lock`.
"""

import asyncio


class Account:
    def __init__(self, name):
        self.name = name
        self.balance = 100
        self.lock = asyncio.Lock()


async def network():
    await asyncio.sleep(0.1)


async def transfer(source, target, amount):
    async with source.lock:
        await network()
        async with target.lock:
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

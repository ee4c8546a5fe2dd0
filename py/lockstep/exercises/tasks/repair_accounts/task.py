"""Two accounts that do not wait for each other

Two ATMs at each of two accounts. Let no deposit be lost, and let nobody wait for an account that
is not theirs: 0.3 seconds are enough.

Kind: repair
Order: 85
Lesson: per-object-lock
Watch: *.balance
Fixed: network, main
Right: [200, 200]
Within: 0.3 s
Hint: What do two ATMs share, and what do they not?
Hint: How many locks does that make, and who carries them?
Hint: A lock in each account: `self.lock = asyncio.Lock()` in `Account`, and `async with
    account.lock:` round the read and the write.
"""

import asyncio


class Account:
    def __init__(self, name):
        self.name = name
        self.balance = 0


async def network():
    await asyncio.sleep(0.1)


async def deposit(account, amount):
    await network()
    value = account.balance
    await network()
    account.balance = value + amount


async def main():
    accounts = [Account("savings"), Account("giro")]
    async with asyncio.TaskGroup() as group:
        for account in accounts:
            for n in (1, 2):
                group.create_task(deposit(account, 100), name=f"{account.name}-{n}")
    return [account.balance for account in accounts]


if __name__ == "__main__":
    asyncio.run(main())

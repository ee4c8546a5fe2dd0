"""Lose no deposit

Three ATMs pay in 100 each. Change `deposit`, and what it needs, so that it ends at 300 in every
order. The network must still be asked twice for each deposit.

Kind: repair
Order: 80
Lesson: async-with
Watch: *.balance
Fixed: network, main
Right: (300, 6)
Within: 0.5 s
Hint: Which lines belong together, so that nobody may come between them?
Hint: A lock that all share: where can it be made, once?
Hint: Take `account.lock` round the read and the write: `async with account.lock:` before `value =
    account.balance`, and the next three lines inside it.
"""

import asyncio

calls = 0


class Account:
    def __init__(self):
        self.balance = 0


async def network():
    global calls
    calls += 1
    await asyncio.sleep(0.1)


async def deposit(account, amount):
    await network()
    value = account.balance
    await network()
    account.balance = value + amount


async def main():
    account = Account()
    async with asyncio.TaskGroup() as group:
        for atm in ("ATM-A", "ATM-B", "ATM-C"):
            group.create_task(deposit(account, 100), name=atm)
    return account.balance, calls


if __name__ == "__main__":
    asyncio.run(main())

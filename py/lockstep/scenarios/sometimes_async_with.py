"""The same deposits with `async with`

The lock is held from the read to the write. An ATM whose answer comes meanwhile waits for it, and
so reads what the other one wrote: every order ends at 300.

Variant-of: sometimes
Watch: *.balance
Expect: 100 * len(NAMES)
Update: deposit
Findings: none
Outcomes: 300
Chapter: 1
Family: answers
Lock-mode: async-with
Lock-scope: per-account
Order: 95
"""

import asyncio

NAMES = "ATM-A", "ATM-B", "ATM-C"


async def network():
    await asyncio.sleep(0.1)


class Account:
    def __init__(self):
        self.balance = 0
        self.lock = asyncio.Lock()


async def deposit(account):
    await network()
    async with account.lock:
        value = account.balance
        await network()
        account.balance = value + 100


async def main():
    account = Account()
    async with asyncio.TaskGroup() as tg:
        for atm in NAMES:
            work = deposit(account)
            tg.create_task(work, name=atm)
    print("balance", account.balance)
    return account.balance


if __name__ == "__main__":
    asyncio.run(main())

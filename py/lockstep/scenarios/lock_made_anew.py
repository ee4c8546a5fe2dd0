"""A new lock on each call

`async with asyncio.Lock():` looks like protection. But every call makes a lock of its own, which
nobody else will ever ask for: each ATM holds one, all at the same time. A lock protects only
among those who share it.

Question: Where should the lock live?
Answer: Where what it protects lives: beside the balance, made once, in the account.
Watch: balance
Expect: 300
Update: deposit
Findings: lost-update
Outcomes: 100 | 200 | 300
Compare: SHARED = True
Chapter: 2
Order: 29
"""

import asyncio

SHARED = False  # (shared lock): one for all

balance = 0
the_lock = asyncio.Lock()


async def deposit(atm):
    global balance
    await asyncio.sleep(0.1)
    async with the_lock if SHARED else asyncio.Lock():
        value = balance
        print(f"{atm}: read {value}")
        await asyncio.sleep(0.1)
        balance = value + 100
        print(f"{atm}: wrote {value + 100}")


async def main():
    async with asyncio.TaskGroup() as group:
        for atm in ("ATM-A", "ATM-B", "ATM-C"):
            group.create_task(deposit(atm), name=atm)
    print(f"final balance {balance}, expected 300")
    return balance


if __name__ == "__main__":
    asyncio.run(main())

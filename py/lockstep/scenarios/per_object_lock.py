"""A lock in each account

Every account carries its own lock. ATMs at one account still take turns, and the accounts no
longer wait for each other: the same six deposits take 0.3 s.

Question: What new danger do several locks bring?
Answer: Whoever needs two at a time can meet another who took them in the opposite
    order: see the two locks in opposite order.
Watch: *.balance
Expect: ACCOUNTS * ATMS * AMOUNT
Update: deposit
Findings: none
Outcomes: 600
Compare: global-lock
Chapter: 4
Lock-mode: async-with
Lock-scope: per-account
Order: 50
"""

import asyncio
from string import ascii_uppercase

ATMS = 3  # 1 to 8 (ATMs): for each account
ACCOUNTS = 2  # 1 to 3 (accounts): in all
AMOUNT = 100  # 1 to 1000 (amount): paid in


class Account:
    def __init__(self, name):
        self.name = name
        self.balance = 0
        self.lock = asyncio.Lock()


async def deposit(account, atm):
    print(f"{atm}: asks for {account.name}")
    async with account.lock:
        print(f"{atm}: acquired the lock")
        value = account.balance
        print(f"{atm}: read {value}")
        await asyncio.sleep(0.1)
        account.balance = value + AMOUNT
        print(f"{atm}: wrote {value + AMOUNT}")
    print(f"{atm}: done")


async def main():
    accounts = [Account(f"account-{n + 1}") for n in range(ACCOUNTS)]
    letters = iter(ascii_uppercase)
    async with asyncio.TaskGroup() as group:
        for account in accounts:
            for _ in range(ATMS):
                atm = f"ATM-{next(letters)}"
                group.create_task(deposit(account, atm), name=atm)
    final = sum(account.balance for account in accounts)
    print(f"final balance {final}, expected {ACCOUNTS * ATMS * AMOUNT}")
    return final


if __name__ == "__main__":
    asyncio.run(main())

"""`acquire` and `release` by hand

The same protection written out: `acquire()`, then `try`, and `release()` in `finally`, so that
the lock is given back whatever happens. The critical section runs through two functions: the
lock stays held while `pay_in` does the work.

Question: What does `async with` save you?
Answer: The three lines that go wrong when one is forgotten: `acquire`, `try` and `finally`.
Watch: *.balance
Expect: ACCOUNTS * ATMS * AMOUNT
Update: deposit
Findings: none
Outcomes: 300
Chapter: 2
Lock-mode: acquire-release
Lock-scope: per-account
Order: 21
"""

import asyncio
from string import ascii_uppercase

ATMS = 3  # 1 to 8 (ATMs): for each account
ACCOUNTS = 1  # 1 to 3 (accounts): in all
AMOUNT = 100  # 1 to 1000 (amount): paid in


class Account:
    def __init__(self, name):
        self.name = name
        self.balance = 0
        self.lock = asyncio.Lock()


async def deposit(account, atm):
    print(f"{atm}: asks for {account.name}")
    await account.lock.acquire()
    try:
        print(f"{atm}: acquired the lock")
        await pay_in(account, atm)
    finally:
        account.lock.release()
    print(f"{atm}: done")


async def pay_in(account, atm):
    value = account.balance
    print(f"{atm}: read {value}")
    await asyncio.sleep(0.1)
    account.balance = value + AMOUNT
    print(f"{atm}: wrote {value + AMOUNT}")


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

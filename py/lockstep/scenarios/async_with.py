"""`async with` round the read and the write

The lock is taken before the balance is read and given back after it is written, so nobody
can come between. `ATM-A` takes the free lock at once and reads before `ATM-B` has even asked:
taking a free lock does not let anybody else run. The others wait in the order they asked.

Question: Is the lock given back if the block fails with an exception?
Answer: Yes. Leaving the block in any way gives it back, and that is the reason to
    prefer this form.
Watch: *.balance
Expect: ACCOUNTS * ATMS * AMOUNT
Update: deposit
Findings: none
Outcomes: 300
Chapter: 2
Lock-mode: async-with
Lock-scope: per-account
Order: 20
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

"""One lock for all accounts

One lock at module level guards every account. Nothing is lost, but ATMs at the second account
wait for ATMs at the first, with which they share nothing: six deposits of 0.1 s take 0.6 s.

Question: When is one lock for everything right?
Answer: When the guarded things are only ever used together, such as both sides of a
    transfer; or when nobody minds the waiting.
Watch: *.balance
Expect: ACCOUNTS * ATMS * AMOUNT
Update: deposit
Findings: none
Outcomes: 600
Compare: per-object-lock
Chapter: 4
Lock-mode: async-with
Lock-scope: global
Order: 40
"""

import asyncio
from string import ascii_uppercase

ATMS = 3  # 1 to 8 (ATMs): for each account
ACCOUNTS = 2  # 1 to 3 (accounts): in all
AMOUNT = 100  # 1 to 1000 (amount): paid in

lock = asyncio.Lock()


class Account:
    def __init__(self, name):
        self.name = name
        self.balance = 0


async def deposit(account, atm):
    print(f"{atm}: asks for {account.name}")
    async with lock:
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

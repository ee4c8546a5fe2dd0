"""Three ATMs, no lock

Every ATM reads the balance, waits for the bank, and writes back what it read plus the
deposit. While one waits, the others read the same old balance; each write then covers the
one before it, and money is lost although no line is wrong on its own.

Question: Would it help to make the wait shorter?
Answer: No. Any await between the read and the write lets the others in, even
    `asyncio.sleep(0)`, which takes no time at all.
Watch: *.balance
Expect: ACCOUNTS * ATMS * AMOUNT
Update: deposit
Findings: lost-update
Outcomes: 100
Chapter: 1
Lock-mode: none
Opens: repair
Order: 10
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


async def deposit(account, atm):
    print(f"{atm}: asks for {account.name}")
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

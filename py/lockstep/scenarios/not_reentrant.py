"""A task that waits for itself

`deposit_twice` holds the lock and calls `deposit`, which asks for the same lock. An
`asyncio.Lock` does not remember that it was you: the task waits for the lock that it holds
itself, for ever.

Question: How can both functions be kept?
Answer: Let the one that has the lock call a third, `_deposit`, that expects the lock to be held
    and does not ask for it.
Watch: *.balance
Findings: self-deadlock
Outcomes: deadlock
Chapter: 5
Order: 58
"""

import asyncio


class Account:
    def __init__(self):
        self.balance = 0
        self.lock = asyncio.Lock()

    async def deposit(self, amount):
        async with self.lock:
            self.balance += amount

    async def deposit_twice(self, amount):
        async with self.lock:
            print("has the lock, asks for it again")
            await self.deposit(amount)
            await self.deposit(amount)


async def main():
    account = Account()
    await account.deposit_twice(100)
    print(f"final balance {account.balance}")
    return account.balance


if __name__ == "__main__":
    asyncio.run(main())

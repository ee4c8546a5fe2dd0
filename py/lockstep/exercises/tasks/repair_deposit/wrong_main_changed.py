"""A wrong answer

Mistake: changes-what-is-fixed
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
    for _ in range(3):
        await deposit(account, 100)
    return account.balance, calls


if __name__ == "__main__":
    asyncio.run(main())

"""Taken here, given back there

A block of `async with` begins and ends in one function. When the lock has to be taken in one
function and given back in another, as in opening and closing a session, `acquire()` and
`release()` are the tools; `try` and `finally` in the caller keep the pair together.

Question: What if `close_session` is forgotten?
Answer: Then the lock stays held for ever: see the lock that is never given back.
Watch: *.balance
Expect: ATMS * 100
Findings: none
Outcomes: 300
Chapter: 2
Order: 26
"""

import asyncio

ATMS = 3  # 1 to 8 (ATMs): how many pay in


class Account:
    def __init__(self):
        self.balance = 0
        self.lock = asyncio.Lock()


async def open_session(account, atm):
    await account.lock.acquire()
    print(f"{atm}: session open")


def close_session(account, atm):
    print(f"{atm}: session closed")
    account.lock.release()


async def deposit(account, atm):
    await open_session(account, atm)
    try:
        value = account.balance
        await asyncio.sleep(0.1)
        account.balance = value + 100
    finally:
        close_session(account, atm)


async def main():
    account = Account()
    async with asyncio.TaskGroup() as group:
        for n in range(1, ATMS + 1):
            group.create_task(deposit(account, f"ATM-{n}"), name=f"ATM-{n}")
    print(f"final balance {account.balance}, expected {ATMS * 100}")
    return account.balance


if __name__ == "__main__":
    asyncio.run(main())

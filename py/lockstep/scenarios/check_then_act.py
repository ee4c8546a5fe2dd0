"""Checked, and then no longer true

Each withdrawal first makes sure that there is enough, and each is right when it looks. But they
all look before anyone has taken anything, and so all of them pay out. `-=` itself loses nothing
here: the books are right, and the account is overdrawn.

Question: Would it help to check again just before paying out?
Answer: Yes, if no await comes between that check and the payment. A lock round both is the same
    thing made visible.
Watch: balance
Expect: 0
Findings: check-then-act
Outcomes: -100
Chapter: 1
Order: 18
"""

import asyncio

CUSTOMERS = 2  # 1 to 5 (customers): at once
LOCKED = False  # (lock): round look and pay

balance = 100


async def withdraw(customer):
    global balance
    if balance >= 100:
        print(f"{customer}: there is enough")
        await asyncio.sleep(0.1)
        balance -= 100
        print(f"{customer}: took 100, {balance} left")
    else:
        print(f"{customer}: sorry, only {balance}")


async def visit(lock, customer):
    if LOCKED:
        async with lock:
            await withdraw(customer)
    else:
        await withdraw(customer)


async def main():
    lock = asyncio.Lock()
    async with asyncio.TaskGroup() as group:
        for n in range(1, CUSTOMERS + 1):
            group.create_task(visit(lock, f"customer-{n}"), name=f"customer-{n}")
    print(f"final balance {balance}")
    return balance


if __name__ == "__main__":
    asyncio.run(main())

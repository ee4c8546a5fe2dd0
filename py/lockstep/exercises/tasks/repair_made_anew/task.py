"""A lock of one's own

Both ATMs lock, and a deposit can be lost all the same. Change `deposit`, and what it needs, so
that both arrive in every order; the first question to the network needs no lock.

Kind: repair
Order: 83
Lesson: lock-made-anew
Watch: balance
Expect: 200
Fixed: network, main
Right: 200
Within: 0.3 s
Hint: How many locks are there when both ATMs have come as far as the read?
Hint: A lock protects among those who share it. Where would it have to be made, so that it is made
    once?
Hint: `lock = asyncio.Lock()` beside `balance`, and `async with lock:` in `deposit`.
"""

import asyncio

balance = 0


async def network():
    await asyncio.sleep(0.1)


async def deposit(amount):
    global balance
    await network()
    async with asyncio.Lock():
        value = balance
        await network()
        balance = value + amount


async def main():
    async with asyncio.TaskGroup() as group:
        for atm in ("ATM-A", "ATM-B"):
            group.create_task(deposit(100), name=atm)
    return balance


if __name__ == "__main__":
    asyncio.run(main())

"""A lock that is never given back

`acquire()` without `finally`: the payment fails, `release()` is never reached, and everybody
behind waits for ever for a lock that nobody uses any more. `finally`, or `async with`, gives
it back whatever happens.

Question: Where is the mistake visible first?
Answer: Not where it was made. The failing task is long gone; what you see is another task that
    hangs. That is what makes a leaked lock hard to find.
Watch: balance
Findings: deadlock, lock-never-released
Outcomes: deadlock
Compare: SAFE = True
Chapter: 5
Order: 56
"""

import asyncio

SAFE = False  # (release in finally): always

balance = 0


async def pay_in(amount):
    global balance
    value = balance
    print(f"pays in {amount}, has read {value}")
    await asyncio.sleep(0.1)
    if amount < 0:
        raise ValueError("the amount is negative")
    balance = value + amount
    print(f"wrote {balance}")


async def deposit(lock, amount):
    await lock.acquire()
    if SAFE:
        try:
            await pay_in(amount)
        finally:
            lock.release()
    else:
        await pay_in(amount)
        lock.release()


async def main():
    lock = asyncio.Lock()
    amounts = [100, -5, 100]
    tasks = [
        asyncio.create_task(deposit(lock, amount), name=f"ATM-{n}")
        for n, amount in enumerate(amounts, 1)
    ]
    await asyncio.gather(*tasks, return_exceptions=True)
    print(f"final balance {balance}")
    return balance


if __name__ == "__main__":
    asyncio.run(main())

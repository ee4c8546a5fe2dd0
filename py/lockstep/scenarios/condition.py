"""A condition: wait until it is so

A condition is a lock with a waiting room. The customer looks, under the lock, whether there is
enough; if not, `wait()` gives the lock back, sleeps until someone calls `notify()`, and takes the
lock again before it goes on. So what it then sees cannot change under its hands.

Question: Why `wait_for` and not `wait`?
Answer: Between the notification and the moment you have the lock again, another may have been there
    first. `wait_for` looks again each time.
Watch: balance
Expect: 50
Findings: none
Outcomes: 50
Chapter: 7
Order: 74
"""

import asyncio

balance = 0


async def customer(condition):
    global balance
    async with condition:
        print(f"customer: wants 100, there is {balance}")
        await condition.wait_for(lambda: balance >= 100)
        balance -= 100
        print(f"customer: took 100, {balance} left")


async def employer(condition):
    global balance
    for _ in range(3):
        await asyncio.sleep(0.1)
        async with condition:
            balance += 50
            print(f"employer: paid 50, there is {balance}")
            condition.notify()


async def main():
    condition = asyncio.Condition()
    async with asyncio.TaskGroup() as group:
        group.create_task(customer(condition), name="customer")
        group.create_task(employer(condition), name="employer")
    print(f"final balance {balance}")
    return balance


if __name__ == "__main__":
    asyncio.run(main())

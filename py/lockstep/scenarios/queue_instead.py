"""One owner instead of a lock

Nobody but the bank touches the balance. The ATMs put their deposits into a queue, and one task
takes them out one after the other. What only one task touches cannot be lost, and there is
no lock to forget.

Question: What is the price?
Answer: The one owner is never doing two things at once. If its work is slow, everybody's deposits
    wait in the queue, as they would have waited for a lock.
Watch: balance
Expect: ATMS * 100
Findings: none
Outcomes: 300
Update: deposit
Chapter: 6
Order: 64
"""

import asyncio

ATMS = 3  # 1 to 8 (ATMs): how many pay in

balance = 0


async def bank(queue):
    global balance
    while True:
        amount = await queue.get()
        value = balance
        await asyncio.sleep(0.1)
        balance = value + amount
        queue.task_done()


async def atm(queue, name):
    print(f"{name}: pays in 100")
    await queue.put(100)


async def main():
    queue = asyncio.Queue()
    owner = asyncio.create_task(bank(queue), name="bank")
    async with asyncio.TaskGroup() as group:
        for n in range(1, ATMS + 1):
            group.create_task(atm(queue, f"ATM-{n}"), name=f"ATM-{n}")
    await queue.join()
    owner.cancel()
    print(f"final balance {balance}, expected {ATMS * 100}")
    return balance


if __name__ == "__main__":
    asyncio.run(main())

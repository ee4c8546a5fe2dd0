"""The lock stays held across an await

An `await` inside `async with` lets every other task run, but it does not give the lock back.
Whoever wants the lock waits until the block ends, exactly as long as the holder takes; whoever
does not want it goes on undisturbed.

Question: What does the bystander show?
Answer: Waiting inside the lock does not stop the loop. Only those who ask for the same lock wait.
Watch: *
Expect: "holder, waiter"
Findings: none
Outcomes: 'holder, waiter'
Chapter: 3
Order: 30
"""

import asyncio

MS = 250  # 10 to 1000 (held for, ms): lock


async def holder(lock, order):
    async with lock:
        print("holder: has the lock and waits")
        await asyncio.sleep(MS / 1000)
        order.append("holder")
    print("holder: gave it back")


async def waiter(lock, order):
    print("waiter: asks")
    async with lock:
        print("waiter: has it at last")
        order.append("waiter")


async def bystander():
    for n in range(1, 4):
        await asyncio.sleep(0.1)
        print(f"bystander: goes on, {n}")


async def main():
    lock = asyncio.Lock()
    order = []
    async with asyncio.TaskGroup() as group:
        group.create_task(holder(lock, order), name="holder")
        group.create_task(waiter(lock, order), name="waiter")
        group.create_task(bystander(), name="bystander")
    return ", ".join(order)


if __name__ == "__main__":
    asyncio.run(main())

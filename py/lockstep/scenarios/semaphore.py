"""A semaphore: some, but not too many

A semaphore lets a fixed number of tasks in at a time; the others wait in a queue, as at a lock.
It is made for limits, such as at most two downloads at once. It does not protect a balance:
with two inside, two can read the same value.

Question: When is a semaphore a lock?
Answer: With one place. Then it keeps all others out, as a lock does; but one release too many opens
    a second place, where a lock raises `RuntimeError`.
Watch: *
Expect: min(TASKS, PLACES)
Findings: none
Outcomes: 2
Chapter: 7
Order: 70
"""

import asyncio

TASKS = 5  # 1 to 8 (tasks): who want in
PLACES = 2  # 1 to 4 (places): at once

inside = 0
most = 0


async def download(semaphore, name):
    global inside, most
    async with semaphore:
        inside += 1
        most = max(most, inside)
        print(f"{name}: in, {inside} inside")
        await asyncio.sleep(0.1)
        inside -= 1


async def main():
    semaphore = asyncio.Semaphore(PLACES)
    async with asyncio.TaskGroup() as group:
        for n in range(1, TASKS + 1):
            group.create_task(download(semaphore, f"task-{n}"), name=f"task-{n}")
    print(f"at most {most} at once, allowed {PLACES}")
    return most


if __name__ == "__main__":
    asyncio.run(main())

"""One blocking call stops everybody

`time.sleep` does not let anybody else run: there is one thread, and it sleeps. The ticker, which
has nothing to do with the slow task, stands still all the while. `await asyncio.sleep` waits
without holding up the loop.

Question: Does a lock have anything to do with it?
Answer: Nothing at all. Any call that takes long without an await does this: a big computation, a
    library that is not made for asyncio, reading a huge file.
Watch: ticks
Expect: 5
Findings: blocking-call
Outcomes: 5
Compare: BLOCKING = False
Chapter: 3
Order: 36
"""

import asyncio
import time

BLOCKING = True  # (time.sleep): blocks all

ticks = 0


async def ticker():
    global ticks
    for _ in range(5):
        await asyncio.sleep(0.1)
        ticks += 1
        print(f"tick {ticks}")


async def slow():
    await asyncio.sleep(0.15)
    if BLOCKING:
        time.sleep(0.5)
    else:
        await asyncio.sleep(0.5)
    print("slow: done")


async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(ticker(), name="ticker")
        group.create_task(slow(), name="slow")
    return ticks


if __name__ == "__main__":
    asyncio.run(main())

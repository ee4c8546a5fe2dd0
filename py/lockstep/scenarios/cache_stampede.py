"""A cache that is filled three times

Each request first looks into the cache, finds nothing there, and asks the slow server; while the
first one is still waiting for its answer, the others look, too. The answer is right every time,
and the server, which the cache should spare, is asked by everybody at once: a stampede.

Question: Why does it not help to write into the cache at once when the answer comes?
Answer: That is what it does. The gap is between the look and the answer, and it is as long as the
    server is slow. Under a lock the second request waits, looks again, and finds the page.
Watch: asked
Expect: 1
Update: look
Findings: check-then-act
Outcomes: 1 | 2 | 3
Compare: LOCKED = True
Chapter: 1
Order: 19
"""

import asyncio

REQUESTS = 3  # 1 to 5 (requests): of a page
LOCKED = False  # (lock): round look, fill

cache = {}
asked = 0


async def ask_server(page):
    global asked
    asked += 1
    answer = f"{page}, answer {asked}"
    await asyncio.sleep(0.3)
    return answer


async def get(page):
    if page not in cache:
        cache[page] = await ask_server(page)
    return cache[page]


async def request(lock, name):
    await asyncio.sleep(0.1)
    if LOCKED:
        async with lock:
            text = await get("news")
    else:
        text = await get("news")
    print(f"{name}: {text}")


async def main():
    lock = asyncio.Lock()
    async with asyncio.TaskGroup() as group:
        for n in range(1, REQUESTS + 1):
            group.create_task(request(lock, f"request-{n}"), name=f"request-{n}")
    print(f"the server was asked {asked} times")
    return asked


if __name__ == "__main__":
    asyncio.run(main())

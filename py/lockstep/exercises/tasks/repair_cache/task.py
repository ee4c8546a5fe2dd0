"""Ask the server once

Each page is to be asked for once, whoever comes while the answer is on its way. Two pages must
not wait for each other: 0.4 seconds are enough.

Kind: repair
Order: 90
Lesson: cache-stampede
Watch: asked, cache*
Fixed: ask_server, request, main
Right: (2, ['NEWS', 'NEWS', 'SPORT'])
Within: 0.4 s
Hint: Between the look and the answer others look, too. What must they wait for?
Hint: One lock for all pages is right, and makes `sport` wait for `news`. What has each page of
    its own?
Hint: A lock for each page, in a dict: `async with locks.setdefault(page, asyncio.Lock()):` round
    the look and the asking.
"""

import asyncio

cache = {}
asked = 0


async def ask_server(page):
    global asked
    asked += 1
    await asyncio.sleep(0.3)
    return page.upper()


async def get(page):
    if page not in cache:
        cache[page] = await ask_server(page)
    return cache[page]


async def request(page, delay, answers):
    await asyncio.sleep(delay)
    answers.append(await get(page))


async def main():
    answers = []
    async with asyncio.TaskGroup() as group:
        group.create_task(request("news", 0.1, answers), name="request-1")
        group.create_task(request("news", 0.1, answers), name="request-2")
        group.create_task(request("sport", 0.1, answers), name="request-3")
    return asked, sorted(answers)


if __name__ == "__main__":
    asyncio.run(main())

"""Make the cache ask twice

The second request usually comes when the page is in the cache. Find an order in which the server
is asked twice for one page.

Kind: break
Order: 70
Lesson: cache-stampede
Watch: asked
Break: 2
Hint: Between the look into the cache and the answer lies an await.
Hint: Let the second request come before the server has answered the first.
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
        group.create_task(request("news", 0.5, answers), name="request-2")
    return asked


if __name__ == "__main__":
    asyncio.run(main())

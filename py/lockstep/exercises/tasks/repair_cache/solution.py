"""Ask the server once: our solution"""

import asyncio

cache = {}
locks = {}
asked = 0


async def ask_server(page):
    global asked
    asked += 1
    await asyncio.sleep(0.3)
    return page.upper()


async def get(page):
    async with locks.setdefault(page, asyncio.Lock()):
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

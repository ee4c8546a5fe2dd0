import asyncio

handlers, heard = [], []


def emit(event):
    for handler in list(handlers):
        handler(event)


async def listen(name):
    handlers.append(lambda event: heard.append((name, event)))
    await asyncio.sleep(0.05)


async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(listen("a"))
        group.create_task(listen("b"))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        emit("x")
    assert heard == [("a", "x"), ("b", "x")]


asyncio.run(main())

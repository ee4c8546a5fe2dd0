import asyncio


async def add(state, lock):
    async with lock:
        n = state["n"]
        await asyncio.sleep(0.01)
        state["n"] = n + 1


async def main():
    state, lock = {"n": 0}, asyncio.Lock()
    async with asyncio.TaskGroup() as group:
        for _ in range(3):
            group.create_task(add(state, lock))
    assert state["n"] == 3


asyncio.run(main())

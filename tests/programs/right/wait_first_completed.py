import asyncio


async def main():
    fast = asyncio.create_task(asyncio.sleep(0.01, "fast"))
    stuck = asyncio.create_task(asyncio.Event().wait())
    done, pending = await asyncio.wait({fast, stuck}, return_when=asyncio.FIRST_COMPLETED)
    assert {task.result() for task in done} == {"fast"}
    for task in pending:
        task.cancel()
    await asyncio.gather(*pending, return_exceptions=True)


asyncio.run(main())

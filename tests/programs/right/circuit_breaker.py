import asyncio

failures, is_open = 0, False


async def call(fails):
    global failures, is_open
    if is_open:
        return "refused"
    await asyncio.sleep(0.01)
    if fails:
        failures += 1
        if failures >= 2:
            is_open = True
        return "failed"
    failures = 0
    return "fine"


async def main():
    assert await asyncio.gather(call(True), call(True)) == ["failed", "failed"]
    assert await call(False) == "refused"


asyncio.run(main())

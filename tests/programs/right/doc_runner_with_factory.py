import asyncio

seen = []


async def first():
    await asyncio.sleep(0.01)
    seen.append(asyncio.current_task().get_name())


with asyncio.Runner(loop_factory=asyncio.new_event_loop) as runner:
    runner.run(first())
    runner.run(first())
    assert runner.get_loop().is_running() is False
assert len(seen) == 2

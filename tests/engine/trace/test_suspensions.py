"""Why a task is suspended, on what, and who could wake it."""

import pytest

from tests.engine.support import events, run, who

PROGRAM = """
import asyncio
event, condition, semaphore = asyncio.Event(), asyncio.Condition(), asyncio.Semaphore(0)
lock, queue, full, barrier = asyncio.Lock(), asyncio.Queue(), asyncio.Queue(1), asyncio.Barrier(2)
full.put_nowait(1)
async def holder():
    async with lock:
        await asyncio.sleep(1)
async def other():
    await asyncio.sleep(1)
async def conditioned():
    async with condition:
        await condition.wait()
async def waiter(held, another):
    {wait}
async def main():
    held, another = asyncio.create_task(holder()), asyncio.create_task(other())
    task = asyncio.create_task(waiter(held, another))
    await asyncio.sleep(0.5)
    task.cancel()
asyncio.run(main())
"""

CASES = {
    "asyncio.sleep(2)": ("sleep", None, 2_000_000, []),
    "asyncio.sleep(0)": ("yield", None, None, []),
    "lock.acquire()": ("lock", "lock", None, ["holder"]),
    "asyncio.wait_for(lock.acquire(), 9)": ("lock", "lock", None, ["holder"]),
    "another": ("task", None, None, ["other"]),
    "asyncio.gather(held, another)": ("task", None, None, ["holder", "other"]),
    "asyncio.wait({held, another})": ("task", None, None, ["holder", "other"]),
    "asyncio.wait([another], timeout=2)": ("task", None, 2_000_000, ["other"]),
    "asyncio.shield(another)": ("task", None, None, ["other"]),
    "asyncio.wait_for(another, 2)": ("task", None, None, ["other"]),
    "event.wait()": ("event", "event", None, []),
    "conditioned()": ("condition", "condition", None, []),
    "semaphore.acquire()": ("semaphore", "semaphore", None, []),
    "queue.get()": ("queue", "queue", None, []),
    "full.put(2)": ("queue", "full", None, []),
    "full.join()": ("queue", "full", None, []),
    "barrier.wait()": ("barrier", "barrier", None, []),
    "asyncio.get_running_loop().create_future()": ("future", None, None, []),
    "asyncio.sleep(float('inf'))": ("sleep", None, None, []),
}


def first_suspension(wait):
    trace = run(PROGRAM.replace("{wait}", wait))
    label = next(task["id"] for task in trace.tasks if task["label"] == "waiter")
    return trace, events(trace, "suspended", task=label)[0]


@pytest.mark.parametrize("awaited", CASES)
def test_a_suspension_says_why_on_what_until_when_and_on_whom(awaited):
    trace, event = first_suspension(f"await {awaited}")
    name = None if event["object"] is None else trace.objects[event["object"]]["name"]
    on = [trace.tasks[task]["label"] for task in event["on"]]
    assert (event["why"], name, event["until_us"], on) == CASES[awaited]


@pytest.mark.parametrize("awaited", [name for name in CASES if name != "conditioned()"])
def test_the_line_of_a_suspension_is_the_learners(awaited):
    assert first_suspension(f"await {awaited}")[1]["line"] == 14


def test_the_line_is_the_innermost_of_the_learners_functions():
    _trace, event = first_suspension("await conditioned()")
    assert event["line"] == 12


def test_a_task_group_waits_for_its_tasks():
    _trace, event = first_suspension(
        "async with asyncio.TaskGroup() as g: g.create_task(other()), g.create_task(holder())"
    )
    assert (event["why"], event["on"]) == ("task", [4, 5])


def test_as_completed_waits_for_the_tasks_that_are_left():
    trace, event = first_suspension("for done in asyncio.as_completed([held, another]): await done")
    assert (event["why"], [trace.tasks[task]["label"] for task in event["on"]]) == (
        "task",
        ["holder", "other"],
    )
    assert [thing["name"] for thing in trace.objects] == ["full", "lock"]


def test_an_async_generator_and_a_nested_call_are_seen_through():
    trace = run("""
        import asyncio
        async def numbers():
            await asyncio.sleep(1)
            yield 1
        async def inner():
            async for n in numbers():
                return n
        async def main():
            return await inner()
        asyncio.run(main())
    """)
    event = events(trace, "suspended")[0]
    assert (event["why"], event["line"], event["until_us"]) == ("sleep", 3, 1_000_000)


def test_a_step_begins_at_the_line_where_the_task_was_suspended():
    trace = run("""
        import asyncio
        async def main():
            await asyncio.sleep(1)
            await asyncio.sleep(2)
        asyncio.run(main())
    """)
    assert [e["line"] for e in events(trace, "step-began")] == [None, 3, 4]


def test_a_step_names_who_made_it_ready():
    trace = run("""
        import asyncio
        async def main():
            event = asyncio.Event()
            async def waits():
                await event.wait()
            task = asyncio.create_task(waits(), name="waits")
            await asyncio.sleep(1)
            event.set()
            await task
        asyncio.run(main())
    """)
    ready = [(who(trace, e), e["by"]) for e in events(trace, "task-ready")]
    assert ready == [("main", None), ("waits", 0), ("main", None), ("waits", 0), ("main", 1)]


CHAIN = """
import asyncio
async def network():
    await asyncio.sleep(1)
async def deposit(deep):
    if deep:
        await deposit(deep - 1)
    else:
        await network()
async def main():
    await deposit({deep})
asyncio.run(main())
"""


@pytest.mark.parametrize(
    ("deep", "callers"),
    [(0, [10, 8]), (2, [10, 6, 6, 8]), (20, [10] + [6] * 7)],
)
def test_a_suspension_has_the_lines_that_led_to_its_own_the_task_s_own_coroutine_first(
    deep, callers
):
    (suspended,) = events(run(CHAIN.replace("{deep}", str(deep))), "suspended")
    assert (suspended["line"], suspended["callers"]) == (3, callers)

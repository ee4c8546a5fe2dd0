"""A lock's life: wanted, acquired, released, promised; its owner and its waiters in order."""

import pytest

from tests.engine.support import events, run

THREE = """
import asyncio
lock = asyncio.Lock()
async def work(name):
    async with lock:
        await asyncio.sleep(1)
async def main():
    async with asyncio.TaskGroup() as group:
        for name in "ABC":
            group.create_task(work(name), name=name)
asyncio.run(main())
"""
FIELDS = ("kind", "task", "line", "t_us", "owner", "promised", "waiters")


def life(trace):
    found = [e for e in trace.events if e["kind"].startswith("lock-")]
    return [tuple(e.get(field) for field in FIELDS) for e in found]


def test_three_tasks_take_turns_in_the_order_in_which_they_asked():
    assert life(run(THREE)) == [
        ("lock-wanted", 1, 4, 0, None, None, []),
        ("lock-acquired", 1, 4, 0, None, None, []),
        ("lock-wanted", 2, 4, 0, 1, None, []),
        ("lock-wanted", 3, 4, 0, 1, None, [2]),
        ("lock-released", 1, 4, 1_000_000, 1, 2, [2, 3]),
        ("lock-acquired", 2, 4, 1_000_000, None, None, [3]),
        ("lock-released", 2, 4, 2_000_000, 2, 3, [3]),
        ("lock-acquired", 3, 4, 2_000_000, None, None, []),
        ("lock-released", 3, 4, 3_000_000, 3, None, []),
    ]


def test_taking_a_free_lock_does_not_end_the_step():
    trace = run(THREE)
    order = [e["kind"] for e in trace.events if e["task"] == 1]
    assert order[:5] == ["task-ready", "step-began", "lock-wanted", "lock-acquired", "suspended"]
    assert events(trace, "suspended", task=1)[0]["why"] == "sleep"


def test_a_released_lock_is_promised_until_its_waiter_runs():
    trace = run(THREE)
    released = events(trace, "lock-released", task=1)[0]
    acquired = events(trace, "lock-acquired", task=2)[0]
    between = trace.events[released["i"] + 1 : acquired["i"]]
    assert released["promised"] == 2
    assert [e["kind"] for e in between if e["task"] == 2] == ["task-ready", "step-began"]


def test_who_asks_while_a_lock_is_promised_queues_behind():
    trace = run("""
        import asyncio
        lock = asyncio.Lock()
        async def first():
            async with lock:
                await asyncio.sleep(1)
            await lock.acquire()
        async def second():
            async with lock:
                pass
        async def main():
            await asyncio.gather(first(), second())
        asyncio.run(main())
    """)
    asked_again = events(trace, "lock-wanted", task=1)[1]
    assert (asked_again["owner"], asked_again["promised"], asked_again["waiters"]) == (None, 2, [2])
    assert [e["task"] for e in events(trace, "lock-acquired")] == [1, 2, 1]


def test_cancelling_a_waiter_takes_it_out_of_the_queue():
    trace = run("""
        import asyncio
        lock = asyncio.Lock()
        async def work():
            async with lock:
                await asyncio.sleep(1)
        async def main():
            tasks = [asyncio.create_task(work()) for _ in range(3)]
            await asyncio.sleep(0.5)
            tasks[1].cancel()
            await asyncio.wait(tasks)
        asyncio.run(main())
    """)
    abandoned = events(trace, "lock-abandoned")
    assert [(e["task"], e["promised"], e["waiters"]) for e in abandoned] == [(2, None, [3])]
    assert [(e["task"], e["target"]) for e in events(trace, "cancel-asked")] == [(0, 2)]
    assert [task["ended"] for task in trace.tasks] == [
        "finished",
        "finished",
        "cancelled",
        "finished",
    ]


def test_cancelling_the_promised_waiter_passes_the_lock_on():
    trace = run("""
        import asyncio
        lock = asyncio.Lock()
        async def work():
            async with lock:
                await asyncio.sleep(1)
        async def main():
            tasks = [asyncio.create_task(work()) for _ in range(2)]
            await lock.acquire()
            tasks += [asyncio.create_task(work()) for _ in range(2)]
            await asyncio.sleep(1)
            lock.release()
            tasks[0].cancel(), tasks[2].cancel()
            await asyncio.wait(tasks)
        asyncio.run(main())
    """)
    assert trace.status == "ok"
    assert {task["ended"] for task in trace.tasks[1:]} <= {"finished", "cancelled"}


@pytest.mark.parametrize("call", ["lock.release()", "await asyncio.create_task(release())"])
def test_a_lock_may_be_released_by_somebody_else_and_its_owner_is_named(call):
    trace = run(f"""
        import asyncio
        lock = asyncio.Lock()
        async def release():
            lock.release()
        async def owner():
            await lock.acquire()
        async def main():
            await asyncio.create_task(owner())
            {call}
        asyncio.run(main())
    """)
    released = events(trace, "lock-released")[0]
    assert (released["owner"], released["task"] in (0, 2)) == (1, True)


def test_a_refused_release_is_no_release():
    trace = run("""
        import asyncio
        lock = asyncio.Lock()
        async def main():
            try:
                lock.release()
            except RuntimeError as error:
                print(error)
        asyncio.run(main())
    """)
    assert (trace.stdout, life(trace)) == ("Lock is not acquired.\n", [])


def test_a_subclass_of_lock_is_a_lock():
    trace = run(
        THREE.replace("lock = asyncio.Lock()", "class Mine(asyncio.Lock): pass\nlock = Mine()")
    )
    assert len(life(trace)) == 9
    assert [(o["kind"], o["name"]) for o in trace.objects] == [("lock", "lock")]


def test_a_learners_own_class_called_like_one_of_asyncios_hides_nothing():
    trace = run("""
        import asyncio
        class Queue:
            def __init__(self): self.lock = asyncio.Lock()
            async def get(self):
                async with self.lock: return 1
        async def main():
            await Queue().get()
        asyncio.run(main())
    """)
    assert [entry[0] for entry in life(trace)] == ["lock-wanted", "lock-acquired", "lock-released"]

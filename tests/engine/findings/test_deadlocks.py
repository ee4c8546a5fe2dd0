"""Deadlocks: whole, partial, of one task, of nobody left; and what is none."""

TRANSFERS = """
async def transfer(first, second):
    async with first:
        await asyncio.sleep(0.1)
        async with second:
            pass

async def main():
    a, b = asyncio.Lock(), asyncio.Lock()
    one = asyncio.create_task(transfer(a, b), name="one")
    two = asyncio.create_task(transfer(b, a), name="two")
    {wait}
"""

CYCLE = [
    {"task": 1, "line": 6, "object": 1, "holder": 2, "held_since_line": 4},
    {"task": 2, "line": 6, "object": 0, "holder": 1, "held_since_line": 4},
]
SENTENCE = (
    "one waits at line 6 for b, held by two since line 4 and two waits at line 6 for a, "
    "held by one since line 4; neither can go on."
)


def test_a_deadlock_names_tasks_lines_locks_and_holders(ran):
    trace = ran(TRANSFERS.format(wait="await one; await two"))
    (found,) = trace.findings
    assert (trace.status, trace.result, found["kind"]) == ("deadlock", None, "deadlock")
    assert (found["cycle"], found["text"]) == (CYCLE, SENTENCE)
    assert trace.events[-1]["kind"] == "deadlock"
    assert trace.events[-1]["stuck"] == [0, 1, 2]


def test_a_cycle_is_found_although_the_program_ends(ran):
    trace = ran(TRANSFERS.format(wait="await asyncio.sleep(1)"))
    (found,) = trace.findings
    assert (trace.status, found["kind"], found["cycle"]) == ("ok", "deadlock", CYCLE)


def test_it_is_no_deadlock_while_a_timer_can_wake_someone(ran):
    trace = ran(
        TRANSFERS.format(wait="await asyncio.wait({one, two}, timeout=1); one.cancel(); await two")
    )
    assert (trace.status, trace.findings) == ("ok", [])


def test_a_task_that_takes_its_own_lock_again_waits_for_itself(ran):
    trace = ran("""
        async def main():
            lock = asyncio.Lock()
            async with lock:
                async with lock:
                    pass
    """)
    (found,) = trace.findings
    assert (trace.status, found["kind"], found["lines"]) == ("deadlock", "self-deadlock", [6])
    assert found["text"] == (
        "main waits at line 6 for lock, which it has held itself since line 5: "
        "an asyncio.Lock cannot be taken twice."
    )


def test_waiting_for_an_event_that_nobody_is_left_to_set_is_a_deadlock(ran):
    trace = ran("""
        async def main():
            done = asyncio.Event()
            await done.wait()
    """)
    assert trace.status == "deadlock"
    assert (
        trace.verdict["text"] == "main waits at line 5 for done; nobody is left who could wake it."
    )


def test_a_lock_kept_by_a_failed_task_is_told_with_the_task_that_waits_for_it(ran):
    trace = ran("""
        async def bad(lock):
            await lock.acquire()
            raise ValueError("too early")

        async def main():
            lock = asyncio.Lock()
            task = asyncio.create_task(bad(lock), name="bad")
            await asyncio.sleep(0)
            async with lock:
                pass
    """)
    assert {f["kind"]: f["text"] for f in trace.findings if f["severity"] == "error"} == {
        "deadlock": "main waits at line 11 for lock, taken by bad at line 4; "
        "nobody is left who could wake it.",
        "lock-never-released": "bad took lock at line 4 and failed without releasing it.",
    }


def test_clean_up_after_a_deadlock_is_neither_recorded_nor_printed(ran):
    trace = ran("""
        async def main():
            lock = asyncio.Lock()
            try:
                async with lock:
                    await lock.acquire()
            finally:
                print("never seen on real asyncio")
    """)
    assert (trace.status, trace.stdout, trace.events[-1]["kind"]) == ("deadlock", "", "deadlock")


def test_who_waits_for_tasks_and_holds_what_they_need_is_told_with_them(ran):
    trace = ran("""
        async def child(lock):
            async with lock:
                pass

        async def main():
            lock = asyncio.Lock()
            async with lock:
                await asyncio.gather(child(lock))
    """)
    assert trace.verdict["text"] == (
        "main waits at line 10 for child and child waits at line 4 for lock, taken by main at "
        "line 9; nobody is left who could wake them."
    )


def test_tasks_that_wait_for_each_other_are_told(ran):
    trace = ran("""
        async def main():
            tasks = []

            async def wait(other):
                await asyncio.sleep(0)
                await tasks[other]

            tasks.append(asyncio.create_task(wait(1), name="a"))
            tasks.append(asyncio.create_task(wait(0), name="b"))
            await tasks[0]
    """)
    assert trace.verdict["text"] == (
        "main waits at line 12 for a; a waits at line 8 for b; b waits at line 8 for a; "
        "nobody is left who could wake them."
    )


def test_who_took_a_semaphore_is_told_to_those_who_wait_for_it(ran):
    trace = ran("""
        async def hold(first, second):
            async with first:
                await asyncio.sleep(0.1)
                async with second:
                    pass

        async def main():
            a, b = asyncio.Semaphore(1), asyncio.Semaphore(1)
            await asyncio.gather(hold(a, b), hold(b, a))
    """)
    assert trace.verdict["text"] == (
        "hold 1 waits at line 6 for b, taken by hold 2 at line 4 and hold 2 waits at line 6 for "
        "a, taken by hold 1 at line 4; nobody is left who could wake them."
    )


def test_a_thread_that_stands_still_is_told_with_the_line(ran):
    trace = ran("""
        import threading
        lock = threading.Lock()

        async def work():
            with lock:
                await asyncio.sleep(0.1)

        async def main():
            await asyncio.gather(work(), work())
    """)
    (found,) = trace.findings
    assert (found["kind"], found["lines"]) == ("deadlock", [7])
    assert found["text"] == trace.verdict["text"]
    assert "line 7 for lock, a threading.Lock, that work 1 holds since line 7" in found["text"]

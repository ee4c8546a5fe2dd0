"""Prints, blocking, the clock, callbacks, what was never awaited and what nobody handled."""

import pytest

from tests.engine.support import events, kinds, run


def test_prints_are_seen_with_task_line_and_stream():
    trace = run("""
        import asyncio, sys
        print("module")
        async def main():
            print("two", "words", sep="-")
            print("error", file=sys.stderr)
            print("a\\nb", end="")
        asyncio.run(main())
    """)
    printed = [(e["task"], e["line"], e["text"], e["stream"]) for e in events(trace, "printed")]
    assert printed == [
        (None, 2, "module", "stdout"),
        (0, 4, "two-words", "stdout"),
        (0, 5, "error", "stderr"),
        (0, 6, "a", "stdout"),
        (None, None, "b", "stdout"),
    ]
    assert (trace.stdout, trace.stderr) == ("module\ntwo-words\na\nb", "error\n")


def test_a_blocking_sleep_is_seen_and_nobody_else_runs():
    trace = run("""
        import asyncio, time
        async def blocks():
            time.sleep(0.5)
        async def main():
            await asyncio.gather(blocks(), asyncio.sleep(0.1))
        asyncio.run(main())
    """)
    blocked = [(e["task"], e["line"], e["from_us"], e["t_us"]) for e in events(trace, "blocked")]
    assert (blocked, trace.duration_us) == ([(1, 3, 0, 500_000)], 600_000)
    assert kinds(trace) == ["blocking-call"]
    assert trace.findings[0]["text"] == (
        "blocks called time.sleep() at line 3: for 0.5 s nobody else could run. "
        "Use await asyncio.sleep()."
    )


def test_the_clock_moves_only_when_nothing_is_ready():
    trace = run("""
        import asyncio
        async def main():
            await asyncio.gather(asyncio.sleep(0.1), asyncio.sleep(0.1), asyncio.sleep(2))
        asyncio.run(main())
    """)
    moves = [(e["from_us"], e["t_us"]) for e in events(trace, "clock-moved")]
    arrivals = [(e["t_us"], e["task"], e["label"]) for e in events(trace, "arrived")]
    assert moves == [(0, 100_000), (100_000, 2_000_000)]
    assert arrivals == [
        (100_000, 1, "sleep 1's sleep"),
        (100_000, 2, "sleep 2's sleep"),
        (2_000_000, 3, "sleep 3's sleep"),
    ]


def test_a_coroutine_that_was_never_awaited_is_named_with_its_line():
    trace = run("""
        import asyncio
        async def work():
            pass
        async def main():
            work()
            await asyncio.sleep(0)
        asyncio.run(main())
    """)
    assert [(e["name"], e["line"]) for e in events(trace, "never-awaited")] == [("work", 5)]
    assert [f["text"] for f in trace.findings] == [
        "The coroutine work was never awaited (line 5): its body did not run."
    ]
    assert "RuntimeWarning: coroutine 'work' was never awaited" in trace.stderr


def test_an_exception_that_nobody_retrieved_is_named_when_the_task_is_thrown_away():
    trace = run("""
        import asyncio
        async def fails():
            raise ValueError("unseen")
        async def main():
            asyncio.create_task(fails())
            await asyncio.sleep(1)
            print("after")
        asyncio.run(main())
    """)
    unhandled = [(e["error"], e["message"]) for e in events(trace, "unhandled")]
    assert unhandled == [("ValueError('unseen')", "Task exception was never retrieved")]
    assert kinds(trace) == ["unhandled-exception"]
    assert "ValueError: unseen" in trace.stderr
    assert [e["text"] for e in events(trace, "printed")] == ["after"]
    assert events(trace, "unhandled")[0]["i"] < events(trace, "printed")[0]["i"]


def test_an_exception_in_a_callback_is_unhandled_and_the_run_goes_on():
    trace = run("""
        import asyncio
        def fails():
            raise ValueError("in a callback")
        async def main():
            asyncio.get_running_loop().call_later(1, fails)
            await asyncio.sleep(2)
            return "done"
        asyncio.run(main())
    """)
    assert (trace.status, trace.result) == ("ok", "'done'")
    assert [e["error"] for e in events(trace, "unhandled")] == ["ValueError('in a callback')"]
    assert [e["label"] for e in events(trace, "callback")] == ["fails()"]


def test_a_timeouts_callback_is_a_step_of_its_own_and_a_plain_sleeps_is_not():
    trace = run("""
        import asyncio
        async def main():
            try:
                async with asyncio.timeout(0.1):
                    await asyncio.sleep(1)
            except TimeoutError:
                await asyncio.sleep(0.1)
        asyncio.run(main())
    """)
    assert [(e["label"], e["t_us"]) for e in events(trace, "callback")] == [("timeout", 100_000)]
    assert [e["target"] for e in events(trace, "cancel-asked")] == [0]
    assert [e["label"] for e in events(trace, "arrived")] == ["main's timeout", "main's sleep"]


@pytest.mark.parametrize(
    ("ending", "kind", "field", "value", "ended"),
    [
        ("return [1]", "task-finished", "value", "[1]", "finished"),
        ("raise ValueError(5)", "task-failed", "error", "ValueError(5)", "failed"),
        ("raise asyncio.CancelledError", "task-cancelled", None, None, "cancelled"),
    ],
)
def test_the_end_of_a_task_is_told_with_its_value_or_error(ending, kind, field, value, ended):
    trace = run(f"""
        import asyncio
        async def work():
            {ending}
        async def main():
            await asyncio.wait([asyncio.create_task(work(), name="W")])
        asyncio.run(main())
    """)
    event = events(trace, kind, task=1)[0]
    assert field is None or event[field] == value
    assert trace.tasks[1] == {
        "id": 1, "name": "W", "label": "W", "parent": 0, "line": 5, "ended": ended,
    }  # fmt: skip


def test_every_cancellation_is_told_also_after_an_uncancel():
    trace = run("""
        import asyncio
        async def main():
            for _ in range(3):
                try:
                    async with asyncio.timeout(0.1):
                        await asyncio.sleep(1)
                except TimeoutError:
                    pass
        asyncio.run(main())
    """)
    asked = [(e["t_us"], e["task"], e["target"]) for e in events(trace, "cancel-asked")]
    assert asked == [(100_000, None, 0), (200_000, None, 0), (300_000, None, 0)]


def test_the_operations_of_a_semaphore_are_told_with_its_state():
    trace = run("""
        import asyncio
        semaphore = asyncio.Semaphore(1)
        async def work():
            async with semaphore:
                await asyncio.sleep(1)
        async def main():
            await asyncio.gather(work(), work())
        asyncio.run(main())
    """)
    reported = [
        (e["task"], e["op"], e["phase"], e["value"], e["waiters"])
        for e in events(trace, "operation")
    ]
    assert reported == [
        (1, "acquire", "called", "1 free", []),
        (1, "acquire", "done", "0 free", []),
        (2, "acquire", "called", "0 free", []),
        (1, "release", "called", "0 free", [2]),
        (1, "release", "done", "0 free", [2]),
        (2, "acquire", "done", "0 free", []),
        (2, "release", "called", "0 free", []),
        (2, "release", "done", "1 free", []),
    ]


def test_a_task_that_the_loop_cancels_took_no_step_to_do_so():
    trace = run("""
        import asyncio
        async def main():
            task = asyncio.create_task(asyncio.sleep(9))
            asyncio.get_running_loop().call_later(1, task.cancel)
            await asyncio.wait([task])
        asyncio.run(main())
    """)
    began = [(e["kind"], e["task"]) for e in events(trace, "step-began", "callback")]

    assert [e["label"] for e in events(trace, "callback")] == ["Task.cancel()"]
    assert began == [
        ("step-began", 0),
        ("step-began", 1),
        ("callback", None),
        ("step-began", 1),
        ("step-began", 0),
    ]
    assert [(e["task"], e["target"]) for e in events(trace, "cancel-asked")] == [(None, 1)]

"""A bound ends the run as ``limit`` and keeps what was recorded."""

import pytest

from lockstep.environment.limits import Limits
from lockstep.run import run

SOON = Limits(seconds=0.3)


def ending(trace):
    return trace.status, trace.events[-1]["kind"], trace.events[-1].get("limit")


def test_a_loop_that_never_awaits_is_stopped_and_what_it_printed_is_kept(ran):
    trace = ran(
        """
        async def main():
            print("before")
            while True:
                pass
    """,
        limits=SOON,
    )
    assert (ending(trace), trace.stdout) == (("limit", "limit", "seconds"), "before\n")
    assert trace.events[-1]["line"] in (5, 6)
    assert trace.verdict["headline"] == "The run was stopped."


def test_no_except_clause_holds_the_stop_up(ran):
    trace = ran(
        """
        async def main():
            while True:
                try:
                    while True:
                        pass
                except BaseException:
                    pass
    """,
        limits=SOON,
    )
    assert ending(trace) == ("limit", "limit", "seconds")


def test_a_loop_at_module_level_is_stopped_too():
    assert ending(run("while True: pass", limits=SOON)) == ("limit", "limit", "seconds")


def test_calls_without_end_are_stopped(ran):
    trace = ran(
        """
        def fibonacci(n):
            return n if n < 2 else fibonacci(n - 1) + fibonacci(n - 2)

        async def main():
            fibonacci(60)
    """,
        limits=SOON,
    )
    assert ending(trace) == ("limit", "limit", "seconds")


@pytest.mark.parametrize(
    ("limits", "which"),
    [
        (Limits(steps=50), "steps"),
        (Limits(events=50), "events"),
        (Limits(virtual_seconds=10), "virtual_seconds"),
        (Limits(output=60), "output"),
    ],
)
def test_every_bound_says_its_name_its_value_and_the_next_step(ran, limits, which):
    trace = ran(
        """
        async def main():
            while True:
                print("tick")
                await asyncio.sleep(1)
    """,
        limits=limits,
    )
    bound = getattr(limits, which)
    assert ending(trace) == ("limit", "limit", which)
    assert f"{bound:,}" in trace.verdict["text"]
    assert "Make the program smaller" in trace.verdict["text"]


def test_spinning_on_sleep_0_is_stopped_by_the_number_of_steps(ran):
    trace = ran(
        """
        async def main():
            while True:
                await asyncio.sleep(0)
    """,
        limits=Limits(steps=100),
    )
    assert ending(trace) == ("limit", "limit", "steps")


def test_nothing_of_the_programs_clean_up_is_recorded_or_printed_after_a_bound(ran):
    trace = ran(
        """
        async def main():
            try:
                while True:
                    await asyncio.sleep(1)
            finally:
                print("clean-up")
        try:
            asyncio.run(main())
        finally:
            print("more")
    """,
        limits=Limits(steps=20),
    )
    assert (ending(trace), trace.stdout) == (("limit", "limit", "steps"), "")


def test_recursion_without_end_is_an_error_with_its_line(ran):
    trace = ran("""
        def again():
            return again()

        async def main():
            again()
    """)
    assert (trace.status, trace.error["type"], trace.error["line"]) == (
        "error",
        "RecursionError",
        4,
    )


def test_a_run_after_a_stopped_run_is_whole(ran):
    run("while True: pass", limits=SOON)
    trace = ran("async def main():\n    return 7\n")
    assert (trace.status, trace.result) == ("ok", "7")


def test_a_loop_without_an_await_says_where_it_is_while_it_spins_and_what_it_has_printed():
    source = "print('before')\nn = 0\nwhile True:\n    n += 1\n"
    received: list[dict] = []
    trace = run(source, limits=Limits(seconds=1.2), progress=received.append)
    assert ending(trace) == ("limit", "limit", "seconds")
    assert {wording["line"] for wording in received} <= {3, 4}
    assert {(wording["lines"], wording["tail"]) for wording in received} == {(1, "before\n")}
    seconds = [wording["seconds"] for wording in received]
    assert len(seconds) >= 2
    assert seconds == sorted(seconds)
    assert seconds[-1] > 0.4


def test_a_run_that_awaits_again_and_again_is_said_to_await():
    source = (
        "import asyncio\nasync def main():\n    while True:\n"
        "        for _ in range(10**5): pass\n        await asyncio.sleep(0)\nasyncio.run(main())\n"
    )
    received: list[dict] = []
    run(source, limits=Limits(seconds=1.2), progress=received.append)
    assert received
    assert max(wording["seconds"] for wording in received) < 0.6

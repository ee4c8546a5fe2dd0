"""Leaks, checks, holds, blocking calls, and what Python only mutters about."""

import pytest

from lockstep import catalogue
from lockstep.run import run


def reported(trace):
    return {finding["kind"]: finding["text"] for finding in trace.findings}


def test_a_lock_that_its_task_never_released_is_told_although_nobody_waits(ran):
    trace = ran("""
        async def main():
            lock = asyncio.Lock()
            await lock.acquire()
    """)
    text = "main took lock at line 5 and finished without releasing it."
    assert reported(trace) == {"lock-never-released": text}
    assert trace.verdict["headline"] == "A lock was never released."


def test_a_lock_released_by_another_task_is_no_leak(ran):
    trace = ran("""
        async def main():
            lock = asyncio.Lock()
            await asyncio.create_task(lock.acquire())
            lock.release()
            await asyncio.sleep(0)
    """)
    assert reported(trace) == {}


def test_a_check_that_another_made_untrue_before_the_act_is_told(ran):
    trace = ran("""
        stock = 1

        async def buy():
            global stock
            if stock > 0:
                await asyncio.sleep(0.1)
                stock -= 1

        async def main():
            await asyncio.gather(buy(), buy())
    """)
    assert reported(trace) == {
        "check-then-act": "buy 2 checked stock at line 7, when it was 1; before it acted at "
        "line 9, buy 1 had made it 0. Keep the check and the act together: no await between "
        "them, or one lock round both."
    }


def test_a_refusal_that_was_caught_is_told_with_its_line(ran):
    trace = ran("""
        async def main():
            for _ in range(3):
                try:
                    await asyncio.to_thread(sum, [1, 2])
                except RuntimeError:
                    pass
    """)
    assert reported(trace) == {
        "refused": "main asked for threads at line 6, which a run does not have, and went on after "
        "the error: with plain Python it may end otherwise."
    }
    assert len(trace.findings) == 1
    assert (trace.status, trace.verdict["tone"]) == ("ok", "neutral")
    assert trace.verdict["headline"] == "Something could not run here."


def test_what_is_refused_before_the_loop_runs_is_told_too():
    source = "import os\ntry: os.fork()\nexcept RuntimeError: pass\n"
    (finding,) = run(source).findings
    assert finding["text"].startswith("the module asked for os.fork() at line 2, which")


def test_a_refusal_that_ended_the_run_is_its_verdict_and_no_finding(ran):
    trace = ran("""
        async def main():
            await asyncio.to_thread(sum, [1, 2])
    """)
    assert reported(trace) == {}
    assert trace.verdict["headline"] == "RuntimeError at line 4."


def test_a_blocking_sleep_in_a_coroutine_is_told_with_its_line(ran):
    trace = ran("""
        import time

        async def main():
            time.sleep(0.5)
    """)
    assert reported(trace) == {
        "blocking-call": "main called time.sleep() at line 6: for 0.5 s nobody else could run. "
        "Use await asyncio.sleep()."
    }


def test_a_coroutine_that_was_never_awaited_is_told_with_its_line(ran):
    trace = ran("""
        async def main():
            asyncio.sleep(1)
    """)
    text = "The coroutine sleep was never awaited (line 4): its body did not run."
    assert reported(trace) == {"never-awaited": text}


def test_a_file_and_a_table_are_shared_state_too(ran):
    for name, variable in (("shared-file", "counter.txt"), ("shared-database", "shop")):
        if name in {entry["name"] for entry in catalogue.load()}:
            trace = run(catalogue.get(name)["source"])
            assert variable in trace.state
            assert {f["kind"] for f in trace.findings} == {"lost-update"}


@pytest.mark.parametrize("name", ["async-with", "manual", "global-lock", "per-object-lock"])
def test_a_right_program_has_no_finding(name):
    assert run(catalogue.get(name)["source"]).findings == []

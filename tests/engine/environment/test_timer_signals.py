"""A signal by the real clock is refused; the alarm that bounds a run is not seen or stopped."""

import signal
import time

import pytest

import lockstep
from lockstep import Limits
from lockstep.environment import unsupported
from tests.engine.support import run

SET = {
    "an alarm": "signal.alarm(1)",
    "a timer": "signal.setitimer(signal.ITIMER_REAL, 0.01)",
    "a timer of its own processor time": "signal.setitimer(signal.ITIMER_PROF, 0.01, 0.01)",
}
#: What a process without a timer prints.
NONE_IS_SET = """
import signal
print(signal.getitimer(signal.ITIMER_REAL), signal.alarm(0))
print(signal.setitimer(signal.ITIMER_REAL, 0), signal.getsignal(signal.SIGALRM).name)
"""


@pytest.mark.parametrize("name", SET)
def test_a_timer_that_sends_a_signal_is_refused_in_words(name):
    trace = run(f"import signal\n{SET[name]}\n")

    assert (trace.status, trace.error["type"], trace.error["line"]) == ("error", "RuntimeError", 2)
    assert unsupported.doubt_of(trace.error["message"])


@pytest.mark.parametrize("name", SET)
def test_an_order_in_which_one_was_asked_for_is_no_proof(name):
    source = f"import signal\ntry:\n    {SET[name]}\nexcept RuntimeError:\n    pass\n"

    answer = lockstep.explore(source, seconds=10)

    what = SET[name].partition("(")[0]
    assert (answer.complete, answer.doubts) == (False, [f"{unsupported.DOUBT}: {what}()"])


def test_the_timer_that_bounds_a_run_is_not_seen_by_the_program():
    trace = run(NONE_IS_SET)

    assert trace.stdout == "(0.0, 0.0) 0\n(0.0, 0.0) SIG_DFL\n"
    assert lockstep.explore(NONE_IS_SET).complete


@pytest.mark.parametrize("handler", ["signal.SIG_IGN", "lambda *_: None", "signal.SIG_DFL"])
def test_a_program_that_handles_the_signal_itself_keeps_its_bounds(handler):
    source = (
        "import os, signal\n"
        "signal.alarm(0)\n"
        "signal.setitimer(signal.ITIMER_REAL, 0)\n"
        f"signal.signal(signal.SIGALRM, {handler})\n"
        "os.read(os.pipe()[0], 1)\n"
    )
    began = time.monotonic()

    trace = lockstep.run(source, limits=Limits(seconds=0.5))

    assert (trace.status, time.monotonic() - began < 10) == ("limit", True)


def test_what_the_program_has_put_there_is_called_when_the_program_sends_it():
    source = (
        "import os, signal\n"
        "print(signal.signal(signal.SIGALRM, lambda number, _: print(number)).name)\n"
        "signal.raise_signal(signal.SIGALRM)\n"
        "os.kill(os.getpid(), signal.SIGALRM)\n"
        "mine = signal.signal(signal.SIGALRM, signal.SIG_IGN)\n"
        "signal.raise_signal(signal.SIGALRM)\n"
        "print(callable(mine), signal.getsignal(signal.SIGALRM).name)\n"
    )

    trace = run(source)

    assert (trace.status, trace.stdout) == ("ok", "SIG_DFL\n14\n14\nTrue SIG_IGN\n")
    assert run(NONE_IS_SET).stdout.endswith("SIG_DFL\n")


def test_what_is_wrong_with_a_call_is_what_python_says_of_it():
    for call in ("signal.alarm('x')", "signal.setitimer(99, 0)", "signal.signal(14, 'x')"):
        trace = run(f"import signal\n{call}\n")
        expected = {}
        try:
            eval(call, {"signal": signal})
        except Exception as error:
            expected = {"type": type(error).__name__, "message": str(error)}

        assert {key: trace.error[key] for key in expected} == expected


def test_after_a_run_the_timers_of_the_process_are_as_before():
    before = signal.getsignal(signal.SIGALRM), signal.getitimer(signal.ITIMER_REAL), signal.signal

    run("import signal\nsignal.signal(signal.SIGALRM, print)\n")

    after = signal.getsignal(signal.SIGALRM), signal.getitimer(signal.ITIMER_REAL), signal.signal
    assert after == before

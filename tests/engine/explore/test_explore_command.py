"""``lockstep explore``: exit codes, the object of --json, one sentence for every bad input."""

import contextlib
import json
import os
import pty
import re
import signal
import subprocess
import sys

import pytest

from lockstep.explore import explore, explorer
from lockstep.run import run
from tests.engine.cli.forked import ENVIRONMENT, lockstep
from tests.engine.explore import programs

ASSERTS = programs.bank(2).replace("return x", "assert x == 2, x")
ENDLESS = "import asyncio\nasync def main():\n    while True:\n        await asyncio.sleep(1)\n"
ENDLESS += "asyncio.run(main())\n"


def explored(source, *options):
    code, out, err = lockstep("explore", "-", "--json", *options, text=source)
    return code, json.loads(out), err


def test_the_first_order_that_ends_wrong_is_told_before_anything_is_counted():
    reported = []
    answer = explore(ASSERTS, progress=reported.append)

    first = next(
        each for each in reported if any(row["tone"] == "wrong" for row in each["outcomes"])
    )
    wrong = next(row for row in first["outcomes"] if row["tone"] == "wrong")
    assert (first["interleavings"], wrong["interleavings"], wrong["status"]) == (
        None,
        None,
        "failed",
    )
    assert run(ASSERTS, wrong["schedule"]).status == "failed"
    assert answer.interleavings == 6


def test_how_many_orders_there_are_is_predicted_before_it_is_proved(monkeypatch):
    monkeypatch.setattr(explorer, "FEW", 0)
    reported = []
    answer = explore(programs.bank(3), progress=reported.append)

    first = next(each for each in reported if each["estimate"] is not None)
    assert (first["estimate"], first["interleavings"], first["complete"]) == (90, None, False)
    assert (answer.interleavings, answer.complete) == (90, True)


def test_on_a_terminal_it_stands_on_a_line_of_its_own(tmp_path):
    path = tmp_path / "program.py"
    path.write_text(ASSERTS)
    here, there = pty.openpty()
    command = [sys.executable, "-m", "lockstep", "explore", path]
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=there, env=ENVIRONMENT)
    os.close(there)

    wording = os.read(here, 10_000).decode()
    os.close(here)
    assert re.search(
        r"After \d+\.\d s: an order can fail: AssertionError\(1\) \(written\)\.", wording
    )


@pytest.mark.parametrize(
    ("source", "code"),
    [
        (programs.LOCK, 0),
        (programs.bank(2), 0),  # nothing says that losing an update is wrong
        (f'"""x\n\nExpect: 2\n"""\n{programs.bank(2)}', 1),
        (ASSERTS, 1),
        (programs.opposite(arrival=True), 1),
        (ENDLESS, 3),
        ("import asyncio\n1 / 0\n", 1),
    ],
)
def test_the_exit_code_says_whether_all_orders_end_well(source, code):
    assert explored(source)[0] == code


def test_json_is_one_object_with_the_fields_of_the_contract():
    _, found, err = explored(programs.bank(3))
    outcomes = [(o["result"], o["interleavings"], o["classes"]) for o in found["outcomes"]]
    assert outcomes == [("1", 48, 12), ("2", 36, 18), ("3", 6, 6)]
    assert {**found, "outcomes": [], "runs": 0, "seconds_spent_ms": 0, "verdict": {}} == {
        "schema": "lockstep-exploration/1",
        "python": ".".join(map(str, sys.version_info[:3])),
        "latency": "any",
        "complete": True,
        "tried_all": True,
        "interleavings": 90,
        "classes": 36,
        "executed": 90,
        "transitions": None,
        "alike": False,
        "set_orders": 1,
        "doubts": [],
        "runs": 0,
        "seconds_spent_ms": 0,
        "estimate": None,
        "method": "all",
        "expected": None,
        "update": "update",
        "deterministic": True,
        "has_failed": False,
        "reads_clock": False,
        "doing": "looking for the shortest schedules",
        "verdict": {},
        "notes": [],
        "outcomes": [],
    }
    assert err == ""


def test_each_schedule_replays_its_outcome():
    _, found, _ = explored(ASSERTS)
    for outcome in found["outcomes"]:
        trace = run(ASSERTS, schedule=outcome["schedule"])
        assert (trace.status, trace.result, trace.state) == (
            outcome["status"],
            outcome["result"],
            outcome["state"],
        )
        assert outcome["schedule"].count("=") == outcome["deviations"]


def test_as_written_only_ties_are_open():
    _, found, _ = explored(programs.bank(3), "--latency", "written")
    assert [(o["result"], o["interleavings"]) for o in found["outcomes"]] == [("1", 36)]
    assert found["latency"] == "written"


def test_for_people_it_says_a_sentence_and_a_line_an_outcome():
    _, out, _ = lockstep("explore", "-", text=programs.bank(2))
    first, _, *lines = out.splitlines()
    assert first == "4 of 6 orders lose an update."
    assert lines[0] == "        4  66.7%  ok       end at 1  (no deviations: written)"


@pytest.mark.parametrize(
    ("options", "wording"),
    [
        (["--max-runs", "0"], "'0' is not a number of runs: give 1 or more"),
        (["--seconds", "-1"], "'-1' is not a time: give seconds, more than 0"),
        (["--seconds", "soon"], "'soon' is not a time: give seconds, more than 0"),
        (["--latency", "none"], "invalid choice: 'none'"),
    ],
)
def test_a_bad_option_gets_a_sentence(options, wording):
    code, out, err = lockstep("explore", "-", *options, text=programs.LOCK)
    assert (code, out) == (2, "")
    assert wording in err


def test_a_syntax_error_is_named_with_its_line():
    code, _, err = lockstep("explore", "-", text="import asyncio\nasync def main(:\n")
    assert code == 2
    assert "<stdin>:2:" in err


def test_a_bound_on_runs_that_is_too_small_proves_nothing():
    code, found, _ = explored(programs.LOCK, "--max-runs", "3")
    assert (code, found["complete"], found["runs"]) == (3, False, 3)
    assert "The bound of 3 runs was hit before an answer." in found["notes"]


def at_work_on_a_terminal(file):
    """Return an exploration that has shown its progress on a terminal, and what that shows."""
    ours, theirs = os.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "lockstep", "explore", str(file), "--json"],
        stdout=subprocess.PIPE,
        stderr=theirs,
        env=ENVIRONMENT,
    )
    shown = b""
    while b"(Ctrl-C: what is known so far)" not in shown:
        shown += os.read(ours, 1000)
    return process, shown


STANDS_IN_ONE_ORDER = """
import asyncio, itertools
log = []
async def work(name):
    await asyncio.sleep(1)
    log.append(name)
async def main():
    await asyncio.gather(work("a"), work("b"))
    if log == ["b", "a"]:
        sum(itertools.count())
    return log
asyncio.run(main())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="it has no such terminals and signals")
def test_whoever_interrupts_twice_is_told_what_was_known_at_once(tmp_path):
    file = tmp_path / "stands.py"
    file.write_text(STANDS_IN_ONE_ORDER, encoding="utf-8")
    pressed = 0
    while pressed < 2:  # a press before the program stands is answered, and nobody presses again
        process, _ = at_work_on_a_terminal(file)
        pressed = 0
        while process.poll() is None:
            process.send_signal(signal.SIGINT)
            pressed += 1
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=0.3 if pressed < 2 else 0.002)  # and again and again
    found = json.loads(process.stdout.read())
    assert (process.returncode, found["complete"]) == (3, False)
    assert found["doubts"] == ["It was interrupted a second time, and ended at once."]
    assert "['a', 'b']" in {row["result"] for row in found["outcomes"]}


@pytest.mark.skipif(sys.platform == "win32", reason="it has no such terminals and signals")
def test_a_terminal_shows_progress_and_ctrl_c_gives_what_is_known_so_far(tmp_path):
    file = tmp_path / "large.py"
    file.write_text(programs.bank(10), encoding="utf-8")
    process, shown = at_work_on_a_terminal(file)
    process.send_signal(signal.SIGINT)
    out, _ = process.communicate(timeout=30)
    found = json.loads(out)
    assert re.search(
        rb"[0-9,]+ orders.*, [0-9]+ runs, (the default order|running orders|counting)", shown
    )
    assert "Interrupted: this is what was known by then." in found["notes"]
    assert (process.returncode, found["complete"]) == (3, False)
    assert [o["result"] for o in found["outcomes"]] == ["1"]


def test_outcomes_of_one_cause_name_it_by_type_and_line(tmp_path):
    program = tmp_path / "fails.py"
    program.write_text(
        "import asyncio\nlog = []\nasync def work(name):\n    await asyncio.sleep(0.1)\n"
        "    log.append(name)\nasync def main():\n"
        "    await asyncio.gather(work('A'), work('B'))\n    assert log == 0, log\n"
        "asyncio.run(main())\n"
    )
    _, out, _ = lockstep("explore", program, "--json")
    outcomes = json.loads(out)["outcomes"]
    assert sorted(each["result"] for each in outcomes) == [
        "AssertionError(['A', 'B'])",
        "AssertionError(['B', 'A'])",
    ]
    assert [each["cause"] for each in outcomes] == [{"type": "AssertionError", "line": 8}] * 2

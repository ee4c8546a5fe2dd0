"""Every case of tests/cases: what `explore` and `run` say is what the oracle found.

What fails today is listed in `expected_failures`.
"""

from __future__ import annotations

import functools
import subprocess
import sys

import pytest

import lockstep
from tests.engine.cli.forked import lockstep as command_line
from tests.engine.explore.expected_failures import EXPECTED_FAILURES
from tests.oracle import cases
from tests.oracle.enumeration import every_order

SECONDS = 10  # each takes a fraction of that
PATIENCE = 10  # seconds for what is done in one
COUNTED_RUNS = 1_000  # of the oracle; more only in its own tests
FALSE = [name for name in cases.WITH_OUTCOMES if name.startswith("false_")]
NOTICED = sorted(path.name for path in (cases.FOLDER / "run").glob("*.py"))


def each(test, names):
    """Parametrize by case; those that are listed under ``test`` have to fail."""
    listed = EXPECTED_FAILURES[test]
    assert set(listed) <= set(names), "listed, but no case of this test"
    return pytest.mark.parametrize(
        "name",
        [
            pytest.param(name, marks=pytest.mark.xfail(reason=listed[name]))
            if name in listed
            else name
            for name in names
        ],
    )


@functools.cache
def explored(name):
    return lockstep.explore(cases.source(name), seconds=SECONDS)


def endings(answer):
    return {(outcome.status, outcome.result) for outcome in answer.outcomes}


@each("truth", cases.WITH_OUTCOMES)
def test_no_outcome_is_invented_and_a_complete_answer_misses_none(name):
    answer, true = explored(name), cases.outcomes(name)

    found = endings(answer)
    if answer.complete:
        assert found >= true
    if not cases.CASES[name].get("at_least"):
        assert found <= true
    assert answer.complete or answer.notes


@each("in full", [n for n in cases.WITH_OUTCOMES if not cases.CASES[n].get("may_doubt")])
def test_of_a_small_program_every_order_is_really_run(name):
    answer = explored(name)

    assert (answer.complete, answer.executed) == (True, answer.interleavings), answer.notes


COUNTED = [
    name
    for name in cases.WITH_OUTCOMES
    if not cases.CASES[name].get("at_least")
    and cases.CASES[name].get("oracle_runs", 0) < COUNTED_RUNS
    and name not in EXPECTED_FAILURES["truth"]
    and name not in EXPECTED_FAILURES["in full"]
]


@each("counts", COUNTED)
def test_it_counts_as_many_orders_of_each_outcome_as_there_are(name):
    counts = {}
    for outcome in explored(name).outcomes:
        ending = outcome.status, outcome.result
        counts[ending] = counts.get(ending, 0) + (outcome.interleavings or 0)

    assert counts == dict(every_order(cases.source(name)).outcomes)


@each("rows", ["state_split.py", "state_stale.py", "long_state.py"])
def test_an_ending_is_one_row_and_shows_what_is_last(name):
    states = [row.state for row in explored(name).outcomes]

    if name == "long_state.py":
        assert len(states) == 2
    else:
        assert len(states) == 1
    if name == "state_stale.py":
        assert states[0]["groups"] == "{'k': [1, 1]}"


@each("fair", FALSE)
def test_a_right_program_is_not_accused(name):
    answer, trace = explored(name), lockstep.run(cases.source(name))

    assert [finding["kind"] for finding in trace.findings] == []
    assert [outcome.tone for outcome in answer.outcomes if outcome.is_bad or outcome.loses] == []


@each("unnoticed", NOTICED)
def test_run_prints_what_python_prints(name):
    path = cases.FOLDER / "run" / name
    stock = subprocess.run([sys.executable, path], capture_output=True, text=True).stdout

    assert command_line("run", path, timeout=PATIENCE)[1] == stock


STATUS = [name for name, case in cases.CASES.items() if "status" in case]


@each("status", STATUS)
def test_a_program_that_would_freeze_the_loop_ends_as_what_it_is(name):
    for command in ("run", "explore"):
        code, *wording = command_line(command, cases.FOLDER / name, timeout=PATIENCE)

        assert code == 1
        assert cases.CASES[name]["status"] in "".join(wording).lower()

"""The schedule that the explorer gives for an outcome makes a script that shows it."""

import textwrap

import pytest

from lockstep import catalogue
from lockstep.explore import explore
from lockstep.reproduce import script
from tests.engine.reproduce.stock import play
from tests.engine.reproduce.test_every_outcome import BANK, CHECKED, OPPOSITE_ORDER, TOO_LATE

#: Shared state outside of Python, which a script does not look into.
OUTSIDE = ("shared-file", "shared-database")

PROGRAMS = {
    **{entry["name"]: entry["source"] for entry in catalogue.load()},
    "bank": textwrap.dedent(BANK.format(pause=0.1)),
    "opposite-order": textwrap.dedent(OPPOSITE_ORDER),
    "too-late": textwrap.dedent(TOO_LATE),
    "checked": textwrap.dedent(CHECKED),
}


def outcomes_of(source):
    """Return every outcome, right or wrong; a lesson too large to be counted is sampled."""
    return explore(source, max_runs=300).to_dict()["outcomes"]


@pytest.fixture(scope="module")
def explored():
    found = {name: outcomes_of(source) for name, source in PROGRAMS.items()}
    answers = iter(
        play(
            script(PROGRAMS[name], outcome["schedule"], filename="program.py")
            for name, outcomes in found.items()
            for outcome in outcomes
        )
    )
    return {name: [(o, next(answers)["outcome"]) for o in found[name]] for name in found}


@pytest.mark.parametrize("name", PROGRAMS)
def test_stock_asyncio_shows_every_outcome_that_the_explorer_found(name, explored):
    for outcome, shown in explored[name]:
        if name == "threading-lock" and outcome["status"] == "deadlock":
            assert shown is None  # stock asyncio's thread stands still for good
            continue
        assert (shown["status"], shown["result"]) == (outcome["status"], outcome["result"])
        if name not in OUTSIDE:
            assert shown["state"] == outcome["state"]


def test_wrong_outcomes_are_among_them(explored):
    wrong = {name for name, seen in explored.items() for o, _ in seen if o["tone"] == "wrong"}
    assert {"unlocked", "deadlock", "timeout-waiting", "bank", "opposite-order"} <= wrong

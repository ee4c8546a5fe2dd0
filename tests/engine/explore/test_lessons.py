"""Every lesson explored: its outcomes are those it declares, and all is verified."""

import json

import pytest

from lockstep import catalogue, page
from lockstep.explore import explore
from tests.engine.explore.programs import bank

ENTRIES = {entry["name"]: entry for entry in catalogue.load()}


@pytest.mark.parametrize("name", ENTRIES)
def test_a_lesson_explored_has_exactly_the_outcomes_that_it_declares(name):
    found = explore(ENTRIES[name]["source"], filename=f"{name}.py")
    outcomes = {outcome.result or outcome.status for outcome in found.outcomes}
    assert (outcomes, found.complete) == (set(ENTRIES[name]["outcomes"]), True)


def test_the_page_hears_of_progress_and_gets_the_same_answer():
    told = []
    answer = json.loads(page.explore(json.dumps({"source": bank(4)}), told.append))
    assert answer["exploration"]["interleavings"] == 2520
    assert all(json.loads(text)["schema"] == "lockstep-exploration/1" for text in told)


def test_the_page_gets_a_syntax_error_with_its_line():
    answer = json.loads(page.explore(json.dumps({"source": "x = ("}), lambda _: None))
    assert (answer["error"]["kind"], answer["error"]["line"]) == ("source", 1)

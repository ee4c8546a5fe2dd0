"""Every lesson explored, and every order of it recorded: all is verified, and as it declares."""

import json

import pytest

from lockstep import catalogue, page
from tests.engine.explore.programs import bank
from tests.engine.explored import ends, explored, recorded

ENTRIES = {entry["name"]: entry for entry in catalogue.load()}


@pytest.mark.parametrize("name", ENTRIES)
def test_a_lesson_explored_has_exactly_the_outcomes_that_it_declares(name):
    found = explored(ENTRIES[name]["source"])
    outcomes = {outcome.result or outcome.status for outcome in found.outcomes}
    assert (outcomes, found.complete) == (set(ENTRIES[name]["outcomes"]), True)


@pytest.mark.parametrize("name", ENTRIES)
def test_a_lesson_has_the_orders_and_the_outcomes_that_the_explorer_counts(name):
    orders, answer = recorded(ENTRIES[name]["source"]), explored(ENTRIES[name]["source"])

    assert orders.complete
    assert len(orders.orders) == answer.interleavings
    assert ends(orders) == {(o.status, o.result): o.interleavings for o in answer.outcomes}


@pytest.mark.parametrize("name", ENTRIES)
def test_no_two_orders_of_a_lesson_have_one_word(name):
    words = [tuple(order.word) for order in recorded(ENTRIES[name]["source"]).orders]

    assert words == sorted(set(words))


def counts(name, **values):
    found = explored(catalogue.with_parameters(ENTRIES[name], values))
    return {o.result or o.status: o.interleavings for o in found.outcomes}, found.complete


@pytest.mark.parametrize(
    ("name", "wrong", "repair", "right"),
    [
        ("cache-stampede", {"3": 36, "2": 24, "1": 6}, {"LOCKED": True}, {"1": 24}),
        ("token-refreshed-twice", {"2": 2, "1": 2}, {"LOOK_AGAIN": True}, {"1": 4}),
        ("lock-per-key", {"200": 24, "300": 24}, {"COUNTED": True}, {"300": 36}),
        ("if-locked-return", {"1": 2, "2": 2}, {"SAVE_AGAIN": True}, {"2": 4}),
        ("threading-lock", {"deadlock": 2, "200": 2}, {"THREADING": False}, {"200": 4}),
        ("lock-made-anew", {"100": 48, "200": 36, "300": 6}, {"SHARED": True}, {"300": 36}),
    ],
)
def test_a_mistake_shows_in_so_many_orders_and_its_repair_in_none(name, wrong, repair, right):
    assert counts(name) == (wrong, True)
    assert counts(name, **repair) == (right, True)


def test_the_page_hears_of_progress_and_gets_the_same_answer():
    reported = []
    answer = json.loads(page.explore(json.dumps({"source": bank(4)}), reported.append))
    assert answer["exploration"]["interleavings"] == 2520
    assert {json.loads(text)["schema"] for text in reported} == {"lockstep-exploration/1"}


def test_the_page_gets_a_syntax_error_with_its_line():
    answer = json.loads(page.explore(json.dumps({"source": "x = ("}), lambda _: None))
    assert (answer["error"]["kind"], answer["error"]["line"]) == ("source", 1)

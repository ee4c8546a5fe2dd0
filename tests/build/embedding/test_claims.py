"""A claim is true, or said to be untrue with what was found and the order that shows it."""

import pytest

from lockstep import explore, run
from lockstep.embedding import claims
from tests.build.embedding.programs import COUNTER, LOCKED


def untrue(source, **stated):
    asked = {"outcomes": None, "findings": None, "verified": False} | stated
    found = explore(source).to_dict()
    return claims.untrue(source, "program.py", found, claims.Claims.of(**asked))


@pytest.mark.parametrize(
    ("source", "stated"),
    [
        (COUNTER, {"outcomes": "1 | 2"}),
        (COUNTER, {"findings": "lost-update"}),
        (LOCKED, {"outcomes": "2", "findings": "none", "verified": True}),
        (COUNTER, {}),
    ],
)
def test_a_true_claim_is_not_spoken_of(source, stated):
    assert untrue(source, **stated) == []


def test_an_outcome_that_was_not_stated_is_found_with_its_schedule():
    [wrong] = untrue(COUNTER, outcomes="2")
    assert (wrong.claim, wrong.found) == ("outcomes: 2", "it can also end as 1")
    assert run(COUNTER, wrong.schedule).result == "1"


def test_an_outcome_that_no_order_has_is_found():
    assert untrue(LOCKED, outcomes="1 | 2") == [
        claims.Untrue("outcomes: 1 | 2", "no order ends as 1", None)
    ]


def test_a_program_that_loses_is_not_verified():
    [wrong] = untrue(COUNTER, verified=True)
    assert (wrong.claim, run(COUNTER, wrong.schedule).result) == ("verified", "1")


def test_a_finding_that_was_denied_is_found_and_one_that_is_not_there_missed():
    assert [each.found for each in untrue(COUNTER, findings="none")] == [
        "there is also lost-update"
    ]
    assert [each.found for each in untrue(LOCKED, findings="lost-update")] == [
        "no lost-update was found"
    ]

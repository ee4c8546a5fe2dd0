"""A claim is true, or said to be untrue with what was found and the order that shows it."""

import functools

import pytest

from lockstep import run
from lockstep.checking import claims
from lockstep.embedding import recording
from lockstep.embedding.options import Options
from lockstep.embedding.program import program_of
from tests.build.embedding.programs import COUNTER, LOCKED


@functools.cache
def known_of(source):
    return recording.results_of(program_of(Options(), source))


def untrue(source, **stated):
    asked = {"outcomes": None, "findings": None, "verified": False} | stated
    known = known_of(source)
    return claims.untrue(known.exploration, known.findings, claims.Claims.of(**asked))


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


PRINTS_ONLY = COUNTER.replace("return total", "print(total)")
TEXTS = COUNTER.replace("return total", "return '1 | 2' if total == 1 else 'both'")


@pytest.mark.parametrize(
    ("source", "stated"),
    [
        (PRINTS_ONLY, "1 | 2"),
        (PRINTS_ONLY, "None"),
        (TEXTS, "'1 | 2' | 'both'"),
        (TEXTS, '"both" | "1 | 2"'),
    ],
)
def test_an_outcome_is_stated_as_an_author_would_write_it(source, stated):
    assert untrue(source, outcomes=stated) == []


@pytest.mark.parametrize(
    ("claim", "stated"),
    [
        ("outcomes: 2", {"outcomes": "2"}),
        ("findings: none", {"findings": "none"}),
        ("verified", {"verified": True}),
    ],
)
def test_a_claim_that_a_bound_left_undecided_is_not_true(monkeypatch, claim, stated):
    monkeypatch.setattr(recording, "MOST_RUNS", 4)
    [wrong] = untrue(f"{LOCKED}# of which little may be run\n", **stated)
    assert (wrong.claim, wrong.is_undecided, wrong.schedule) == (claim, True, None)
    assert str(wrong).startswith(f"the claim '{claim}' could not be decided: not all orders")


def test_what_is_claimed_reads_as_it_was_stated():
    stated = claims.Claims.of("1 | 2", "none", verified=True)
    assert str(stated) == "outcomes: 1 | 2; findings: none; verified"

"""The fuzzer: what it makes, that it notices lies, and a few programs at every push."""

from __future__ import annotations

import pytest

import lockstep
from tests.engine.explore import programs as known
from tests.fuzz import compare
from tests.fuzz.programs import THEMES, program
from tests.fuzz.shrink import shrink

#: the first forty, without those that take seconds
SEEDS = sorted({*range(1, 41)} - {2, 11, 13, 29})
PROGRAMS = [program(seed) for seed in range(1_500)]


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_explore_says_nothing_untrue_of_a_program_made_by_chance(seed):
    verdict = compare.apart(program(seed), seconds=10)

    assert verdict.kind not in compare.FAULTS, verdict


def test_a_seed_makes_the_same_program_each_time_and_all_compile():
    for seed, text in enumerate(PROGRAMS):
        compile(text, f"seed {seed}", "exec")
    assert program(7) == PROGRAMS[7]


def test_all_of_the_vocabulary_is_used():
    text = "\n".join(PROGRAMS)
    words = [words for theme in THEMES for words in (*theme.does, *theme.sees)]

    assert [one for one in words if one.split("\n")[0] not in text] == []


def _answering(monkeypatch, change):
    real = lockstep.explore

    def explore(source, **options):
        answer = real(source, **options)
        change(answer)
        return answer

    monkeypatch.setattr(lockstep, "explore", explore)


def _drop(answer):
    del answer.outcomes[0]


def _invent(answer):
    answer.outcomes[0].result = "'never'"
    answer.complete = False


def _miscount(answer):
    answer.outcomes[0].interleavings += 1


def _raise(answer):
    raise KeyError("ours")


def _doubt(answer):
    answer.complete = False


@pytest.mark.parametrize(
    "change, kind",
    [
        (_drop, compare.UNTRUE),
        (_invent, compare.INVENTED),
        (_miscount, compare.MISCOUNTED),
        (_raise, compare.CRASHED),
        (_doubt, compare.GAVE_UP),
        (str, compare.FINE),
    ],
)
def test_it_notices_an_answer_that(monkeypatch, change, kind):
    _answering(monkeypatch, change)

    assert compare.compare(known.bank(2)).kind == kind


def test_it_notices_that_explore_hangs(monkeypatch):
    _answering(monkeypatch, lambda answer: [None for _ in iter(int, 1)])
    monkeypatch.setattr(compare, "GRACE", -7)

    assert compare.apart(known.bank(2), seconds=2).kind == compare.HUNG


def test_what_it_shows_is_as_small_as_deleting_statements_makes_it():
    source = known.bank(2).replace("return x", "print(x)\n    return x")

    smaller = shrink(source, lambda text: "v = x" in text)

    assert smaller == "async def work():\n    v = x\n"

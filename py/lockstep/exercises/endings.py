"""How the orders of a program end, as an exercise sees it."""

from __future__ import annotations

import ast
from collections.abc import Collection

from lockstep.english import every
from lockstep.exercises.result import Ending
from lockstep.explore import Exploration, Outcome, explore

#: Executions that one answer may cost; never seconds, so that everywhere the same is said.
MOST_RUNS = 5_000


def explored(source: str, filename: str) -> Exploration:
    """Try every order of a program.

    Raises:
        SourceError: it does not compile.
    """
    return explore(source, filename=filename, max_runs=MOST_RUNS)


def endings(found: Exploration, right: Collection[str]) -> tuple[Ending, ...]:
    """Return how the orders end, those of the fewest deviations first."""
    outcomes = sorted(found.outcomes, key=lambda outcome: outcome.deviations)
    wanted = {normal(each) for each in right}
    return tuple(
        Ending(label(each), normal(label(each)) in wanted, each.interleavings, each.schedule)
        for each in outcomes
    )


def label(outcome: Outcome) -> str:
    """Return how an outcome is called: its result, else its status."""
    return str(outcome.result if outcome.result is not None else outcome.status)


def normal(text: str) -> str:
    """A value may be written in another way than `repr` does."""
    try:
        return repr(ast.literal_eval(text))
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        return text


def count(found: tuple[Ending, ...]) -> int | None:
    """Return how many orders these are, or None where one is not counted."""
    return sum_or_none([each.orders for each in found])


def all_end(total: int | None) -> str:
    """Return ``all 90 orders end``, ``the only order ends``, ``every order ends``."""
    if total is None:
        return "every order ends"
    return f"{every(total, 'order')} {'ends' if total == 1 else 'end'}"


def sum_or_none(counts: list[int | None]) -> int | None:
    """Return the sum, or None if any is unknown."""
    known = [each for each in counts if each is not None]
    return sum(known) if len(known) == len(counts) else None


def why_undecided(found: Exploration) -> str:
    """Return why not all orders are known."""
    reasons = found.doubts or found.notes or ["not all orders could be tried"]
    return reasons[0]

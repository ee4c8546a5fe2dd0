"""What the locks of a program are for: how its orders end where one of them keeps nobody waiting.

The program without a lock is another program, whose orders are explored as any other's. So what is
said of a lock is a verdict with the evidence that verdicts have, or nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from lockstep.english import joined
from lockstep.explore.budget import Budget
from lockstep.explore.explorer import Progress, explore
from lockstep.explore.report import text
from lockstep.explore.report.exploration import Exploration
from lockstep.open_locks import CannotOpen, LockSite, lock_sites, with_open_locks
from lockstep.trace import wire


class Asked(NamedTuple):
    """What is explored, and for how long at most.

    Attributes:
        source, filename, seed, latency: as for `explore`.
        seconds: real time for all of it, in seconds; None for no bound.
    """

    source: str
    filename: str
    seed: int
    latency: str
    seconds: float | None


def ask_of_locks(found: Exploration, asked: Asked, progress: Progress) -> None:
    """Find out how the orders end without each lock; ``found.without`` becomes the answer.

    Args:
        found: the answer with all locks; the time spent is added to it.
        asked: the program.
        progress: called a few times a second with what is known, and what is being asked.
    """
    budget = Budget(None, None, None)
    found.without = []

    def report(doing: str) -> None:
        found.doing = doing
        progress(found.to_dict())

    try:
        found.without = without_locks(found, asked, report)
    finally:
        found.seconds_spent_ms += budget.spent_ms


def without_locks(
    found: Exploration, asked: Asked, progress: Callable[[str], None]
) -> list[wire.WithoutLocks]:
    """Ask of each lock of a program how the orders end without it.

    Where several can be left out one by one, it is asked whether all of them can.

    Args:
        found: the answer with all locks.
        asked: the program.
        progress: called now and then with what is being asked.

    Returns:
        An answer for each line that makes locks, then perhaps one for several lines.
    """
    sites = lock_sites(asked.source)
    budget = Budget(None, asked.seconds, None)
    answers = []
    for at, site in enumerate(sites):
        share = budget.left() / (len(sites) - at + 1)
        answers.append(_without([site], found, asked, share, progress))
    spare = [site for site, answer in zip(sites, answers, strict=True) if answer["ends_alike"]]
    if len(spare) > 1:
        answers.append(_without(spare, found, asked, budget.left(), progress))
    return answers


def _without(
    sites: list[LockSite],
    found: Exploration,
    asked: Asked,
    seconds: float,
    progress: Callable[[str], None],
) -> wire.WithoutLocks:
    lines = [site.line for site in sites]
    what = sites[0].words if len(sites) == 1 else _together(lines)
    try:
        source = with_open_locks(asked.source, frozenset(lines))
    except CannotOpen as why:
        sentence = f"What {what} is for cannot be asked: {why}."
        return {"lines": lines, "ends_alike": None, "text": sentence, "schedule": None}
    progress(f"without {what}")
    without = explore(
        source,
        seed=asked.seed,
        filename=asked.filename,
        latency=asked.latency,
        seconds=None if seconds == float("inf") else seconds,
        progress=lambda _: progress(f"without {what}"),
    )
    ends_alike, sentence = _compared(found, without, what)
    wrong = [o.schedule for o in without.outcomes if o.tone == "wrong" and ends_alike is False]
    schedule = wrong[0] if wrong else None
    return {"lines": lines, "ends_alike": ends_alike, "text": sentence, "schedule": schedule}


class _Compared(NamedTuple):
    ends_alike: bool | None
    text: str


def _compared(found: Exploration, without: Exploration, what: str) -> _Compared:
    known, now = _endings(found), _endings(without)
    if found.complete and without.complete and known == now:
        return _Compared(True, f"Without {what}, {_as_with(without)}.")
    if found.complete and (without.complete or now - known):
        return _Compared(False, f"Without {what}: {without.verdict['headline']}")
    why = [*found.doubts, *without.doubts, "not all orders were tried"][0].rstrip(".")
    return _Compared(None, f"It is not known what {what} does: {why}.")


def _together(lines: list[int]) -> str:
    return f"the locks of lines {joined(list(map(str, lines)))}, all at once"


def _endings(found: Exploration) -> set[tuple[object, ...]]:
    return {(*outcome.key, outcome.tone) for outcome in found.outcomes}


def _as_with(without: Exploration) -> str:
    if len(without.outcomes) > 1:
        return f"{text.orders(without)} have the same {len(without.outcomes)} endings as with it"
    verb = "ends" if without.interleavings == 1 else "end"
    return f"{text.orders(without)} {verb} as with it"

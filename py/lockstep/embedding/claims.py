"""Claims about a program, and whether they are so.

A claim is what a docs author states of an example: how it can end (``outcomes``), what is found in
it (``findings``), or that every order ends well (``verified``). It is checked by exploring.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from lockstep.run import run


@dataclass(frozen=True)
class Claims:
    """What is stated of one program; None where nothing is.

    Attributes:
        outcomes: every result that some order gives: a `repr`, or 'deadlock', 'limit'.
        findings: the kinds of finding in the runs of all outcomes; empty: none.
        verified: all orders were tried, and all end well.
    """

    outcomes: tuple[str, ...] | None = None
    findings: tuple[str, ...] | None = None
    verified: bool = False

    @classmethod
    def of(cls, outcomes: str | None, findings: str | None, verified: bool) -> Claims:
        """Read the options of a block: ``100 | 200 | 300`` and ``lost-update, deadlock``."""
        kinds = None if findings is None else _parts(findings, ",")
        return cls(
            None if outcomes is None else _parts(outcomes, "|"),
            () if kinds == ("none",) else kinds,
            verified,
        )

    @property
    def any(self) -> bool:
        """Whether anything is stated."""
        return self.verified or self.outcomes is not None or self.findings is not None


@dataclass(frozen=True)
class Untrue:
    """A claim that is not so.

    Attributes:
        claim: as it was stated.
        found: what was found instead.
        schedule: the shortest order that shows it, or None where none does.
    """

    claim: str
    found: str
    schedule: str | None = None

    def __str__(self) -> str:
        shown = f" (shortest schedule: {self.schedule})" if self.schedule else ""
        return f"the claim '{self.claim}' is untrue: {self.found}{shown}"


def untrue(source: str, filename: str, explored: dict[str, Any], claims: Claims) -> list[Untrue]:
    """Return the claims that do not hold.

    Args:
        source: the program; findings are looked for by running it.
        filename: what tracebacks call it.
        explored: its exploration, as `Exploration.to_dict` gives it.
        claims: what is stated.
    """
    return [
        *_untrue_outcomes(explored, claims.outcomes),
        *_untrue_findings(source, filename, explored, claims.findings),
        *_unverified(explored, claims.verified),
    ]


def _untrue_outcomes(explored: dict[str, Any], stated: tuple[str, ...] | None) -> Iterable[Untrue]:
    if stated is None:
        return
    claim = f"outcomes: {' | '.join(stated)}"
    found = {label(outcome): outcome for outcome in explored["outcomes"]}
    for name, outcome in found.items():
        if name not in stated:
            yield Untrue(claim, f"it can also end as {name}", outcome["schedule"])
    missing = [name for name in stated if name not in found]
    if missing and explored["complete"]:
        yield Untrue(claim, f"no order ends as {' or '.join(missing)}")
    elif not explored["complete"]:
        yield Untrue(claim, f"not all orders could be tried{_why(explored)}")


def _untrue_findings(
    source: str, filename: str, explored: dict[str, Any], stated: tuple[str, ...] | None
) -> Iterable[Untrue]:
    if stated is None:
        return
    claim = f"findings: {', '.join(stated) or 'none'}"
    found: dict[str, str] = {}
    for schedule in [o["schedule"] for o in explored["outcomes"]]:
        for finding in run(source, schedule, filename=filename).findings:
            # what is possible in one order happens in another: one name for both
            found.setdefault(finding["kind"].removesuffix("-possible"), schedule)
    for kind, schedule in found.items():
        if kind not in stated:
            yield Untrue(claim, f"there is also {kind}", schedule)
    for kind in stated:
        if kind not in found:
            yield Untrue(claim, f"no {kind} was found")


def _unverified(explored: dict[str, Any], stated: bool) -> Iterable[Untrue]:
    if not stated:
        return
    bad = [outcome for outcome in explored["outcomes"] if _is_bad(outcome)]
    if bad:
        shortest = min(bad, key=lambda outcome: outcome["deviations"])
        yield Untrue("verified", f"it can end as {label(shortest)}", shortest["schedule"])
    elif not explored["complete"]:
        yield Untrue("verified", f"not all orders could be tried{_why(explored)}")


def _is_bad(outcome: dict[str, Any]) -> bool:
    return bool(outcome["status"] != "ok" or outcome["misses"] or outcome["loses"])


def label(outcome: dict[str, Any]) -> str:
    """Return how an outcome is called in a claim: its result, else its status."""
    name: str = outcome["result"] or outcome["status"]
    return name


def _why(explored: dict[str, Any]) -> str:
    reasons = explored.get("doubts") or explored["notes"]
    return f": {reasons[0]}" if reasons else ""


def _parts(text: str, separator: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(separator) if part.strip())

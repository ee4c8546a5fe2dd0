"""Claims about a program, and whether they are so.

A claim is what a docs author states of an example: how it can end (``outcomes``), what is found in
it (``findings``), or that every order ends well (``verified``). It is checked by exploring.
"""

from __future__ import annotations

import ast
import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lockstep.embedding.options import BY_NAME, spelt
from lockstep.trace import wire

#: The options of a block that state something.
NAMES = ("outcomes", "findings", "verified")


def misspelt(given: Iterable[str]) -> list[str]:
    """Return a sentence for each name that looks like a claim or an option and is none.

    Unknown ones are left alone: they are a newer version's, or the host's.
    """
    known = [*NAMES, *BY_NAME]
    near = {name: difflib.get_close_matches(name.lower(), known, 1, 0.75) for name in given}
    return [
        f"{name!r} {'states nothing' if meant[0] in NAMES else 'sets nothing'}; "
        f"did you mean {meant[0]!r}?"
        for name, meant in near.items()
        if meant and spelt(name) not in known
    ]


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
        kinds = None if findings is None else _stripped(findings.split(","))
        return cls(
            None if outcomes is None else _stripped(_results(outcomes)),
            () if kinds == ("none",) else kinds,
            verified,
        )

    @property
    def any(self) -> bool:
        """Whether anything is stated."""
        return self.verified or self.outcomes is not None or self.findings is not None

    def __str__(self) -> str:
        stated = [
            "" if self.outcomes is None else _outcomes_claim(self.outcomes),
            "" if self.findings is None else _findings_claim(self.findings),
            "verified" if self.verified else "",
        ]
        return "; ".join(filter(None, stated))


def _outcomes_claim(stated: tuple[str, ...]) -> str:
    return f"outcomes: {' | '.join(stated)}"


def _findings_claim(stated: tuple[str, ...]) -> str:
    return f"findings: {', '.join(stated) or 'none'}"


@dataclass(frozen=True)
class Untrue:
    """A claim that is untrue, or undecided.

    Attributes:
        claim: as it was stated.
        found: what was found instead, or why it could not be decided.
        schedule: the shortest order that shows it, or None where none does.
        is_undecided: whether a bound came before an answer.
    """

    claim: str
    found: str
    schedule: str | None = None
    is_undecided: bool = False

    def __str__(self) -> str:
        shown = f" (shortest schedule: {self.schedule})" if self.schedule else ""
        verb = "could not be decided" if self.is_undecided else "is untrue"
        return f"the claim '{self.claim}' {verb}: {self.found}{shown}"


def untrue(
    explored: wire.Exploration, findings: Mapping[str, str | None], claims: Claims
) -> list[Untrue]:
    """Return the claims that do not hold.

    Args:
        explored: the program's exploration, as `Exploration.to_dict` gives it.
        findings: each kind of finding in it, with the schedule of a run that shows it.
        claims: what is stated.
    """
    return [
        *_untrue_outcomes(explored, claims.outcomes),
        *_untrue_findings(explored, findings, claims.findings),
        *_unverified(explored, claims.verified),
    ]


def _untrue_outcomes(
    explored: wire.Exploration, stated: tuple[str, ...] | None
) -> Iterable[Untrue]:
    if stated is None:
        return
    claim = _outcomes_claim(stated)
    allowed = {_normal(name) for name in stated}
    seen: set[str] = set()
    has_others = False
    for outcome in _fewest_first(explored):
        names = {_normal(name) for name in _names(outcome)}
        if not names & (allowed | seen):
            has_others = True
            yield Untrue(claim, f"it can also end as {label(outcome)}", outcome["schedule"])
        seen |= names
    missing = [name for name in stated if _normal(name) not in seen]
    if missing and explored["complete"]:
        yield Untrue(claim, f"no order ends as {' or '.join(missing)}")
    elif not explored["complete"] and not has_others:
        yield _undecided(claim, explored)


def _untrue_findings(
    explored: wire.Exploration, found: Mapping[str, str | None], stated: tuple[str, ...] | None
) -> Iterable[Untrue]:
    if stated is None:
        return
    claim = _findings_claim(stated)
    others = {kind: schedule for kind, schedule in found.items() if kind not in stated}
    for kind, schedule in others.items():
        yield Untrue(claim, f"there is also {kind}", schedule)
    if explored["complete"]:
        for kind in stated:
            if kind not in found:
                yield Untrue(claim, f"no {kind} was found")
    elif not others:
        yield _undecided(claim, explored)


def _unverified(explored: wire.Exploration, stated: bool) -> Iterable[Untrue]:
    if not stated:
        return
    bad = next(filter(_is_bad, _fewest_first(explored)), None)
    if bad is not None:
        yield Untrue("verified", f"it can {_ends(bad)}", bad["schedule"])
    elif not explored["complete"]:
        yield _undecided("verified", explored)


def _undecided(claim: str, explored: wire.Exploration) -> Untrue:
    reasons = explored.get("doubts") or explored["notes"]
    why = f": {reasons[0]}" if reasons else ""
    return Untrue(claim, f"not all orders could be tried{why}", None, is_undecided=True)


def _fewest_first(explored: wire.Exploration) -> list[wire.Outcome]:
    return sorted(explored["outcomes"], key=lambda outcome: int(outcome["deviations"]))


def _is_bad(outcome: wire.Outcome) -> bool:
    has_failed = outcome["status"] != "ok" or outcome["misses"]
    return bool(has_failed or outcome["loses"] or outcome["is_outdated"])


def _ends(outcome: wire.Outcome) -> str:
    if outcome["status"] == "ok" and not outcome["misses"]:
        what = "lose an update" if outcome["loses"] else "act on an outdated check"
        return f"{what} (and end as {label(outcome)})"
    return f"end as {label(outcome)}"


def label(outcome: wire.Outcome) -> str:
    """Return how an outcome is called in a claim: its result, else its status."""
    return _names(outcome)[-1]


def _names(outcome: wire.Outcome) -> list[str]:
    """A program that returns nothing is known by the one value that it leaves, as on the page."""
    name = str(outcome["result"] or outcome["status"])
    values = [str(value) for value in outcome["state"].values()]
    is_silent = outcome["status"] == "ok" and name == "None"
    return [name, *values] if is_silent and len(values) == 1 else [name]


def _normal(name: str) -> str:
    """An author may write a value in another way than `repr` does: "A" for 'A'."""
    try:
        return repr(ast.literal_eval(name))
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        return name


_PIECE = re.compile(r"""'(?:\\.|[^'\\])*' | "(?:\\.|[^"\\])*" | [^|]""", re.VERBOSE)


def _results(text: str) -> Iterable[str]:
    """Split at every ``|`` that is not inside a string."""
    result = ""
    position = 0
    while position < len(text):
        found = _PIECE.match(text, position)
        if found is None:
            yield result
            result, position = "", position + 1
        else:
            result, position = result + found[0], found.end()
    yield result


def _stripped(parts: Iterable[str]) -> tuple[str, ...]:
    return tuple(part.strip() for part in parts if part.strip())

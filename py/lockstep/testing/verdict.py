"""What all orders of a test say of it: verified, not verified, or failed in this order."""

from __future__ import annotations

import builtins
import re
from dataclasses import dataclass

from lockstep.english import counted
from lockstep.explore import Exploration, Outcome, explore, losing
from lockstep.run import run
from lockstep.testing.call import Program
from lockstep.testing.words import in_words

#: Seconds for one test, unless told otherwise.
SECONDS = 10.0


@dataclass(frozen=True)
class Settings:
    """How a test is explored.

    Attributes:
        seconds: real time that it may take; None: what the caller takes for all tests.
        max_runs: executions that may be spent; None: no bound.
        latency: 'any' or 'written', see `lockstep.explore`.
        strict: whether a test fails of which not all orders could be tried.
    """

    seconds: float | None = None
    max_runs: int | None = None
    latency: str = "any"
    strict: bool = False


class OrderFailed(AssertionError):
    """An order in which a test fails; its text says what happened.

    Attributes:
        schedule: the shortest that was found, for `lockstep.run`, or ``lockstep run --schedule``.
        words: the run, a sentence a line.
        script: shows it on stock asyncio, without Lockstep; empty where that has nothing to show.
        exploration: what is known of all orders.
    """

    schedule: str = ""
    words: str = ""
    script: str = ""
    exploration: Exploration


class NotVerified(AssertionError):
    """No order is known in which a test fails, but not all were tried, and it asks for that."""


def explored(program: Program, settings: Settings) -> Exploration:
    """Explore a test.

    Raises:
        OrderFailed: an order in which it fails; the class of the exception is one, too, if it is
            one of Python's own.
        NotVerified: not all orders could be tried, and the test is strict.
        SourceError: the program does not compile.
    """
    found = explore(
        program.text,
        filename=program.filename,
        latency=settings.latency,
        max_runs=settings.max_runs,
        seconds=SECONDS if settings.seconds is None else settings.seconds,
    )
    bad = [outcome for outcome in found.outcomes if outcome.is_bad]
    if bad:
        raise _failed(program, found, min(bad, key=lambda outcome: outcome.deviations))
    if settings.strict and not found.complete:
        raise NotVerified(f"{program.name} is {verdict(found)}")
    return found


def verdict(found: Exploration) -> str:
    """Return in a few words whether all orders were tried, or why not."""
    if found.complete:
        orders = _orders(found)
        verified = (
            f"verified over all {orders}" if orders else "verified over all orders: there is one"
        )
        unnoticed = [losing(each, found.update) for each in found.outcomes if each.loses]
        return (
            f"{verified}; but no assertion notices that some{unnoticed[0]}"
            if unnoticed
            else verified
        )
    reason = (found.doubts or found.notes or ["not all orders could be tried"])[0].rstrip(".")
    tried = counted(max(found.executed, found.runs), "run")
    return f"not verified: {reason} ({tried}, none failed)"


def _orders(found: Exploration) -> str:
    if found.interleavings == 1:
        return ""
    if found.interleavings is not None:
        return f"{found.interleavings:,} orders"
    return f"{found.classes or 0:,} distinct orders"


def _failed(program: Program, found: Exploration, outcome: Outcome) -> OrderFailed:
    trace = run(program.text, outcome.schedule, filename=program.filename).to_dict()
    error = trace["error"]
    kind, traceback = (error["type"], error["traceback"]) if error else (None, "")
    failure = _like(kind)(_text(program, found, outcome, traceback, words := in_words(trace)))
    failure.schedule, failure.words, failure.exploration = outcome.schedule, words, found
    failure.script = _script(program, outcome)
    return failure


def _text(
    program: Program, found: Exploration, outcome: Outcome, traceback: str, words: str
) -> str:
    parts = [
        f"{program.name}: {_how_many(found)}; {_which(outcome)}.\nSchedule: {outcome.schedule}",
        _of_the_file(traceback, program).rstrip() or f"It can {outcome.text}.",
        f"The run in words:\n{words}",
    ]
    return "\n\n".join(parts)


def _which(outcome: Outcome) -> str:
    if not outcome.deviations:
        return "so does the default order"
    shortest = "the shortest" if outcome.is_shortest else "the shortest found"
    return f"{shortest} has {counted(outcome.deviations, 'deviation')} from the default order"


def _how_many(found: Exploration) -> str:
    bad = [outcome.interleavings for outcome in found.outcomes if outcome.is_bad]
    total = found.interleavings
    if total is None or None in bad:
        return "some orders fail"
    failing = sum(n or 0 for n in bad)
    if not failing:
        return "some orders fail, where a set lists its tasks otherwise than as created"
    if total == 1:
        return "its only order fails"
    return f"{failing:,} of {total:,} orders {'fails' if failing == 1 else 'fail'}"


def _of_the_file(traceback: str, program: Program) -> str:
    """Leave out the frames of the call, which stands below the file's own lines."""

    def kept(found: re.Match[str]) -> str:
        return found[0] if int(found["line"]) <= program.lines else ""

    frame = rf'  File "{re.escape(program.filename)}", line (?P<line>\d+), in .*\n(?:    .*\n)*'
    return re.sub(frame, kept, traceback)


def _script(program: Program, outcome: Outcome) -> str:
    from lockstep.reproduce import NothingToReproduce, script  # noqa: PLC0415 - where one fails

    try:
        return script(program.text, outcome.schedule, filename=program.filename)
    except NothingToReproduce:
        return ""


def _like(name: str | None) -> type[OrderFailed]:
    """Let ``xfail(raises=ValueError)`` and ``pytest.raises`` know an exception of Python's own."""
    raised = getattr(builtins, str(name), None)
    if not (isinstance(raised, type) and issubclass(raised, Exception)):
        return OrderFailed
    try:
        return type("OrderFailed", (OrderFailed, raised), {"__module__": OrderFailed.__module__})
    except TypeError:  # it is a subclass already, or laid out otherwise
        return OrderFailed

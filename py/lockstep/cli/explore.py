"""``lockstep explore FILE``: every order, how each ends, the shortest way there."""

from __future__ import annotations

import argparse
import json
import signal
import sys
from dataclasses import dataclass

import lockstep
from lockstep.cli import source, watchdog
from lockstep.cli.commands import Commands
from lockstep.cli.errors import CliError
from lockstep.clock import real_seconds
from lockstep.english import counted
from lockstep.environment.hash_order import fix_seed
from lockstep.explore import (
    Asked,
    Exploration,
    Explorer,
    Outcome,
    Program,
    ask_of_locks,
    is_by_sets,
    losing,
    verdict,
)
from lockstep.trace import wire

#: Exit codes: all orders end well, some do not, Lockstep failed, a bound came before an answer.
WELL, WRONG, FAILED, UNDECIDED = 0, 1, 2, 3
#: Seconds after which it stops unless told otherwise.
SECONDS = 60.0
#: Rows of an answer that are shown.
MOST_ROWS = 12


def add_to(commands: Commands) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "explore", help="try every order that asyncio could produce and say how each ends"
    )
    source.add_to(parser)
    parser.add_argument("--json", action="store_true", help="one JSON object on stdout")
    parser.add_argument(
        "--max-runs", type=_count, metavar="N", help="executions of the program to spend"
    )
    parser.add_argument(
        "--seconds",
        type=seconds_of,
        default=SECONDS,
        metavar="S",
        help="time to spend (default 60)",
    )
    parser.add_argument(
        "--latency",
        choices=("any", "written"),
        default="any",
        help="any: sleeps are I/O of unknown length (default); written: only ties are open",
    )
    parser.add_argument(
        "--locks", action="store_true", help="ask of each lock how the orders end without it"
    )
    parser.set_defaults(carry_out=carry_out)


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of runs: give 1 or more")
    return int(text)


def seconds_of(text: str) -> float:
    """Read an option's seconds, for the parser."""
    try:
        return real_seconds(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def carry_out(options: argparse.Namespace) -> int:
    """Explore; return 0 if all orders end well, 1 if some do not, 3 if a bound came first."""
    program = source.asked_for(options)
    if options.file != "-":
        fix_seed(program.source)
    live = _Progress(sys.stderr.isatty())
    try:
        explorer = Explorer(
            Program.of(program.source, program.filename, 0),
            options.latency,
            options.max_runs,
            options.seconds,
            live.report,
        )
    except lockstep.SourceError as error:
        raise CliError(str(error)) from None

    def ended(why: str, known: str) -> int:
        live.clear()
        found = _known_until_then(known, why) or _nothing(explorer.concluded(), why)
        return _print_answer(found, options)

    return watchdog.within(
        options.seconds,
        lambda: _explore(explorer, live, options, program),
        lambda known: ended(_given_up(options.seconds), known),
        ended,
    )


def _known_until_then(known: str, why: str) -> Exploration | None:
    """Return what was known when the process had to be ended; nothing is claimed of the rest.

    None if nothing was, or if that is no such text: the program may have written it.
    """
    try:
        found = Exploration.from_dict(json.loads(known))
    except (ValueError, TypeError, KeyError):
        return None
    found.withdraw(why)
    found.notes.insert(0, f"This is no proof: {why}")
    found.verdict = verdict(found)
    return found


def _nothing(found: Exploration, why: str) -> Exploration:
    found.verdict = {"tone": "neutral", "headline": "Nothing is known.", "text": why}
    found.doubts.append(why)
    return found


def _given_up(seconds: float) -> str:
    return (
        f"The bound of {seconds:g} s was hit in a call that cannot be interrupted (a loop of C: "
        "sum(), list() or max() of something endless?)."
    )


def _explore(
    explorer: Explorer, live: _Progress, options: argparse.Namespace, program: source.Program
) -> int:
    watchdog.silence()
    signal.signal(signal.SIGINT, live.interrupt)
    found = explorer.so_far
    try:
        found = explorer.explore()
        if options.locks:
            seconds = options.seconds - found.seconds_spent_ms / 1000
            asked = Asked(program.source, program.filename, 0, found.latency, seconds)
            ask_of_locks(found, asked, live.report)
    except KeyboardInterrupt:
        found = explorer.concluded()
        found.notes.append("Interrupted: this is what was known by then.")
    watchdog.answering()
    live.clear()
    return _print_answer(found, options)


def _print_answer(found: Exploration, options: argparse.Namespace) -> int:
    if options.json:
        print(json.dumps(found.to_dict(), ensure_ascii=False))
    else:
        report(found)
    return exit_code(found)


def exit_code(found: Exploration) -> int:
    """Return 2 if Lockstep failed, 1 if an order ends wrong, 3 if not all are known, else 0."""
    if found.has_failed:
        return FAILED
    if any(outcome.is_bad for outcome in found.outcomes) or not found.deterministic:
        return WRONG
    return WELL if found.complete else UNDECIDED


def report(found: Exploration) -> None:
    """Print the verdict, then one line an outcome."""
    print(found.verdict["headline"])
    print(found.verdict["text"])
    shown, rest = _chosen(_folded(found))
    for row in shown:
        print(_line(row, found))
    if rest:
        orders = sum(row.orders or 0 for row in rest)
        share = f", {counted(orders, 'order')}" if orders else ""
        print(f"{'':9}  and {counted(len(rest), 'ending')} more{share}: --json has them all")
    for note in found.notes:
        if note != found.verdict["text"]:
            print(f"- {note}")
    for line in _of_locks(found):
        print(f"- {line}")
    took = f"{found.seconds_spent_ms / 1000:.1f} s"
    print(f"({counted(found.runs, 'run')}, {took}, Python {found.python}, latency {found.latency})")


def _of_locks(found: Exploration) -> list[str]:
    """Return what was found of the locks, where that was asked."""
    if found.without is None:
        return []
    if not found.without:
        return ["No line of it makes an asyncio.Lock."]
    lines = [
        f"{each['text']} ({each['schedule']})" if each["schedule"] else each["text"]
        for each in found.without
    ]
    goes_wrong = any(each["schedule"] for each in found.without)
    return lines + ["`--without-lock LINE` runs and explores it so."] * goes_wrong


@dataclass(eq=False)
class _Row:
    """Outcomes that read alike: the first of them, how many there are, and how many orders."""

    first: Outcome
    many: int
    orders: int | None


def _folded(found: Exploration) -> list[_Row]:
    """Return one row for all outcomes that a reader cannot tell apart.

    They differ only in what some variables hold, which the row does not say.
    """
    rows: dict[tuple[str, str, str], _Row] = {}
    for outcome in found.outcomes:
        orders = outcome.interleavings if found.interleavings is not None else outcome.classes
        reads = outcome.status, outcome.text, losing(outcome, found.update)
        row = rows.setdefault(reads, _Row(outcome, 0, 0 if orders is not None else None))
        row.many += 1
        row.orders = row.orders + orders if row.orders is not None and orders is not None else None
        if outcome.deviations < row.first.deviations:
            row.first = outcome
    return list(rows.values())


def _chosen(rows: list[_Row]) -> tuple[list[_Row], list[_Row]]:
    """Return the rows to show, at least one of each kind of ending, and the others."""
    firsts = {row.first.status: row for row in reversed(rows)}.values()
    ranked = sorted(rows, key=lambda row: row not in firsts)
    shown = ranked[:MOST_ROWS]
    return [row for row in rows if row in shown], [row for row in rows if row not in shown]


def _line(row: _Row, found: Exploration) -> str:
    total = found.interleavings or found.classes or 0
    share = f"{row.orders:>9,} " if row.orders is not None else ""
    percent = f"{100 * row.orders / total:5.1f}% " if row.orders is not None and total else ""
    outcome = row.first
    if is_by_sets(outcome):
        share, percent = f"{'sets':>9} ", " " * 7
    way = counted(outcome.deviations, "deviation")
    way = way if outcome.is_shortest else f"{way} or fewer"
    what = f"{outcome.status:<8} {outcome.text}{losing(outcome, found.update)}"
    if is_by_sets(outcome):
        what += f", where a set lists {', '.join(outcome.set_order)}"
    if row.many > 1:
        what += f", with {row.many:,} different last values of variables"
    return f"{share}{percent} {what}  ({way}: {outcome.schedule})"


class _Progress:
    """One line on a terminal, written over again and again; above it the first wrong order."""

    def __init__(self, is_on: bool) -> None:
        self._is_on, self._width, self._has_shown_wrong = is_on, 0, False
        self._is_interrupted = False

    def interrupt(self, *_: object) -> None:
        """Interrupt the exploring when it next reports how far it has come: never inside a run,
        where the program could swallow it, as Python does in a finaliser.
        """
        self._is_interrupted = True

    def report(self, found: wire.Exploration) -> None:
        """Show how far it has come, and note it for the process that may have to end this one."""
        if self._is_interrupted:
            raise KeyboardInterrupt
        watchdog.note(lambda: json.dumps(found))
        if not self._is_on:
            return
        self._show_first_wrong(found)
        orders = found["interleavings"] or found["classes"] or 0
        about = f" of about {found['estimate']:,}" if found["estimate"] else ""
        text = f"{orders:,} orders{about}, {found['runs']:,} runs, {found['doing']}"
        self._show(
            f"{text}, {found['seconds_spent_ms'] / 1000:.0f} s (Ctrl-C: what is known so far)"
        )

    def _show_first_wrong(self, found: wire.Exploration) -> None:
        wrong = next((row for row in found["outcomes"] if row["tone"] == "wrong"), None)
        if wrong is None or self._has_shown_wrong:
            return
        self._has_shown_wrong = True
        self.clear()
        after = f"{found['seconds_spent_ms'] / 1000:.1f} s"
        sys.stderr.write(f"After {after}: an order can {wrong['text']} ({wrong['schedule']}).\n")

    def clear(self) -> None:
        """Leave the line empty."""
        if self._width:
            self._show("")
            sys.stderr.write("\r")

    def _show(self, text: str) -> None:
        sys.stderr.write("\r" + text.ljust(self._width))
        sys.stderr.flush()
        self._width = len(text)

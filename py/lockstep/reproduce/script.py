"""Write the script: what it shows, Python's asyncio with a table of timers, the program."""

from __future__ import annotations

import ast
import re
from importlib import resources

from lockstep.environment import unsupported
from lockstep.run import run
from lockstep.schedulers import Decision, RecordingReplay, Schedule
from lockstep.trace import Trace

_SMALL_PRINT = "# --- after the program"
_FOR_OUR_TOOLS = re.compile(r"  # (?:type: ignore|noqa).*$", re.MULTILINE)


class NothingToReproduce(ValueError):
    """An outcome that stock asyncio does not have."""


def script(
    source: str, schedule: Schedule | str = "written", *, seed: int = 0, filename: str
) -> str:
    """Return a script that ends, on stock asyncio, as ``source`` does by ``schedule``.

    Raises:
        SourceError: the text does not compile.
        BadSchedule: the schedule cannot be read.
        Misfit: the schedule does not fit the program.
        NothingToReproduce: the run ended because Lockstep has no threads, or no network.
    """
    if isinstance(schedule, str):
        schedule = Schedule.parse(schedule)
    replay = RecordingReplay(schedule)
    trace = run(source, seed=seed, filename=filename, scheduler=replay)
    if unsupported.doubt_of(f"{trace.result} {trace.stderr}"):
        raise NothingToReproduce(
            "this run ends because Lockstep has neither threads nor a network, "
            "so there is nothing to show on stock asyncio: run the file with plain Python"
        )
    main, small_print = _stock()
    table = _table(replay.until_last_deviation())
    parts = [f"{_header(trace)}\n{main}", table, f"PROGRAM = {_literal(source)}", small_print]
    late = {d.boundary: d.late_us for d in schedule.deviations if d.late_us is not None}
    set_up = _sets(schedule.set_order) + _clock(late)
    return "\n\n".join([*parts, set_up + _call(trace)]) + "\n"


def _stock() -> tuple[str, str]:
    """Return what comes before the program, and what comes after it."""
    text = resources.files(__package__).joinpath("stock.py").read_text("utf-8")
    main, mark, rest = _FOR_OUR_TOOLS.sub("", text).partition(_SMALL_PRINT)
    return main.rstrip(), mark + rest.rstrip()


def _header(trace: Trace) -> str:
    result = "" if trace.result is None else f", {_line(trace.result)}"
    version = trace.python.rpartition(".")[0]
    return f"""\
# {_line(trace.filename)} on stock asyncio: it ends with {trace.status}{result}.
#
# Run it:    python THIS_FILE        (Python {version}; nothing to install)
# Schedule:  {trace.schedule}
# Made by:   lockstep reproduce, with Python {trace.python}
#
# The program is in PROGRAM below, unchanged. Before it is all that makes its timers end in
# this order, after it the small print. The last line on stderr says how it ended; should it
# not be what is said above, another version of Python began its timers in another order."""


def _line(text: str) -> str:
    """Return ``text`` so that it fits into a comment."""
    short = text if len(text) <= 200 else f"{text[:197]}..."
    return short if short.isprintable() else repr(short)


def _table(decisions: list[Decision]) -> str:
    if not decisions:
        return "# Every timer ends as it is written.\nTIMERS: dict[int, list[int]] = {}"
    rows = "\n".join(_row(each) for each in decisions if each.arrivals or each.default)
    return (
        "# BOUNDARY: [TIMERS], in the order in which they end there. Timers (sleeps, timeouts)\n"
        "# are numbered as they begin; boundaries are the passes of the loop at which one runs.\n"
        "# Both count from 0. After the last boundary of the table, timers end as written.\n"
        f"TIMERS: dict[int, list[int]] = {{\n{rows}\n}}"
    )


def _row(decision: Decision) -> str:
    arrivals = list(decision.arrivals)
    comment = _labels(decision, decision.arrivals) or "nothing yet"
    if decision.is_deviation:
        comment += f" (as written: {_labels(decision, decision.default) or 'nothing yet'})"
    return f"    {decision.boundary.number}: {arrivals},  # {_line(comment)}"


def _labels(decision: Decision, numbers: tuple[int, ...]) -> str:
    return ", ".join(map(decision.label, numbers))


def _literal(source: str) -> str:
    """Return ``source`` as a literal: as it is, if Python can read it back."""
    for quotes in ("'''", '"""'):
        literal = f"r{quotes}{source}{quotes}"
        if _reads_back(literal, source):
            return literal
    return "(\n" + "\n".join(f"    {line!r}" for line in source.splitlines(True)) + "\n)"


def _reads_back(literal: str, source: str) -> bool:
    try:
        return bool(ast.literal_eval(literal) == source)
    except (SyntaxError, ValueError):
        return False


def _sets(tasks: tuple[int, ...]) -> str:
    """Return what says how sets list tasks, where that is not as they are made; '' for so."""
    if not tasks:
        return ""
    return (
        "# A set lists these tasks in this order, which is up to where in memory they lie; 0 is\n"
        f"# the first task that is made, all others follow.\nworld.set_order = {tasks!r}\n"
    )


def _clock(late: dict[int, int]) -> str:
    """Return what sets the clock where timers took longer than they had to; '' for nowhere."""
    if not late:
        return ""
    assignment = (
        "# BOUNDARY: what the clock says then at least, in microseconds, as what ends there took\n"
        "# longer than it had to.\n"
    )
    return f"{assignment}world.late = {late!r}\n"


def _call(trace: Trace) -> str:
    lines = [f"report.promised = {(trace.status, trace.result)!r}"]
    if trace.state:
        lines.append(f"report.watched = {tuple(trace.state)!r}")
    if trace.status == "limit":
        lines.append(f"set_stop({_passes(trace)})")
    return "\n".join([*lines, f"play(PROGRAM, {trace.filename!r}, TIMERS, seed={trace.seed})"])


def _passes(trace: Trace) -> int:
    """Return at which pass of the loop to stop: the one after the last that was recorded."""
    return 1 + max((e["batch"] for e in trace.events if "batch" in e), default=0)

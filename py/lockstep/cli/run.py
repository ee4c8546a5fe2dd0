"""``lockstep run FILE``: one run, its verdict, its trace."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TextIO

import lockstep
from lockstep import clock
from lockstep.cli import source, watchdog
from lockstep.cli.commands import Commands
from lockstep.cli.errors import USAGE, CliError
from lockstep.english import counted
from lockstep.environment.hash_order import fix_seed
from lockstep.environment.limits import Limits
from lockstep.run import Echo
from lockstep.run import run as run_program
from lockstep.trace import wire
from lockstep.trace.perfetto import perfetto

_DEBUG = "LOCKSTEP_DEBUG=1 shows where."


def add_to(commands: Commands) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser("run", help="run a program once and say what happened")
    source.add_to(parser)
    parser.add_argument("--schedule", metavar="S", help="replay this schedule")
    parser.add_argument("--trace", metavar="OUT.json", help="write the trace here")
    parser.add_argument("--perfetto", metavar="OUT.json", help="write it for ui.perfetto.dev here")
    parser.add_argument("--quiet", action="store_true", help="no verdict, no findings")
    parser.set_defaults(carry_out=carry_out)


def carry_out(options: argparse.Namespace) -> int:
    """Run the program; return 0 if it ended well and 1 if not."""
    program = source.asked_for(options)
    if options.file != "-":
        fix_seed(program.source)
    seconds = Limits().seconds
    return watchdog.within(
        seconds,
        lambda: _carry_out(program, options),
        lambda _: _given_up(),
        lambda how, _: _died(how),
    )


def _given_up() -> int:
    seconds = Limits().seconds
    _to_stderr(
        f"The run was stopped. It ran for {seconds:g} s without an end, the bound for one run, in "
        "a call that cannot be interrupted (a loop inside C: sum(), list() or max() of something "
        "endless?). What it printed stands above; there is no trace."
    )
    return 1


def _died(how: str) -> int:
    _to_stderr(f"{how} What it printed stands above; there is no trace.")
    return 1


def _carry_out(program: source.Program, options: argparse.Namespace) -> int:
    echo = _echo_to({"stdout": sys.stdout, "stderr": sys.stderr})
    try:
        trace = run_program(program.source, options.schedule, filename=program.filename, echo=echo)
    except (lockstep.SourceError, lockstep.BadSchedule, lockstep.Misfit) as error:
        raise CliError(str(error)) from None
    except Exception as error:  # ours, or what the program has done to what we rely on
        if os.environ.get("LOCKSTEP_DEBUG"):
            raise
        what = f"Lockstep itself failed ({type(error).__name__}: {error})"
        raise CliError(f"{what}; what the program printed stands above. {_DEBUG}") from None
    watchdog.answering()
    sys.stdout.flush()
    content = trace.to_dict()
    if not options.quiet:
        report(content)
    if options.trace:
        _write(options.trace, trace.to_json())
    if options.perfetto:
        _write(options.perfetto, perfetto(content))
    if any(finding["kind"] == "recording-incomplete" for finding in content["findings"]):
        _to_stderr(_DEBUG)
        return USAGE
    return 0 if trace.status == "ok" else 1


def report(trace: wire.Trace) -> None:
    """Print verdict and findings on stderr."""
    if trace["error"]:
        _to_stderr(trace["error"]["traceback"].rstrip())
    verdict = trace["verdict"]
    _to_stderr(f"{verdict['headline']} {verdict['text']}")
    for finding in trace["findings"]:
        if finding["text"] != verdict["text"]:
            _to_stderr(f"- {finding['text']}")
        if finding.get("traceback") and finding["kind"] != "recording-incomplete":
            _to_stderr(finding["traceback"].rstrip())
    tasks, time = counted(len(trace["tasks"]), "task"), clock.duration_text(trace["duration_us"])
    _to_stderr(
        f"({tasks}, {time} of virtual time, Python {trace['python']}, schedule {trace['schedule']})"
    )
    if not trace["tasks"]:
        _to_stderr("No task ran: does the program call asyncio.run(main())?")


def _to_stderr(text: str) -> None:
    print(text, file=sys.stderr)


def _echo_to(streams: dict[str, TextIO]) -> Echo:
    """Write at once what the program writes; ``sys`` has the program's streams meanwhile."""

    def echo(stream: str, text: str) -> None:
        target = streams[stream]
        try:
            target.write(text)
        except BrokenPipeError:  # the reader has gone; that is not the program's fault
            os.dup2(os.open(os.devnull, os.O_WRONLY), target.fileno())

    return echo


def _write(path: str, text: str) -> None:
    try:
        Path(path).write_text(text + "\n", encoding="utf-8")
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise CliError(f"cannot write {path}: {why}") from None

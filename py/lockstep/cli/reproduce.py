"""``lockstep reproduce FILE --schedule S``: a script for stock asyncio."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import lockstep
from lockstep.cli import source
from lockstep.cli.commands import Commands
from lockstep.cli.errors import CliError
from lockstep.environment.hash_order import fix_seed
from lockstep.reproduce import NothingToReproduce, script


def add_to(commands: Commands) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "reproduce", help="print a script that shows a schedule's outcome on stock asyncio"
    )
    source.add_to(parser)
    parser.add_argument("--schedule", metavar="S", required=True, help="the schedule to show")
    parser.add_argument("--output", metavar="OUT.py", help="write the script here")
    parser.set_defaults(carry_out=carry_out)


def carry_out(options: argparse.Namespace) -> int:
    """Print the script, or write it; return 0."""
    program = source.asked_for(options)
    if options.file != "-":
        fix_seed(program.source)
    try:
        text = script(program.source, options.schedule, filename=program.filename)
    except (
        lockstep.SourceError,
        lockstep.BadSchedule,
        lockstep.Misfit,
        NothingToReproduce,
    ) as error:
        raise CliError(str(error)) from None
    if options.output:
        _write(options.output, text)
    else:
        if hasattr(sys.stdout, "reconfigure"):
            sys.stdout.reconfigure(encoding="utf-8")  # Python reads every script so
        print(text, end="")
    return 0


def _write(path: str, text: str) -> None:
    try:
        Path(path).write_text(text, encoding="utf-8")
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise CliError(f"cannot write {path}: {why}") from None

"""``lockstep check PATH...``: whether what examples claim is so, over every order."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path

from lockstep.checking.blocks import Block
from lockstep.checking.check import Fault, Unreadable, blocks, faults, files, unanswered
from lockstep.cli import watchdog
from lockstep.cli.commands import Commands
from lockstep.cli.errors import USAGE, CliError
from lockstep.cli.explore import seconds_of
from lockstep.embedding.recording import folder
from lockstep.english import counted

SCHEMA = "lockstep-check/1"
#: Seconds for one program, unless told otherwise: a bound for what never ends.
SECONDS = 300.0
#: Exit codes: all claims are true, some are not.
TRUE, UNTRUE = 0, 1


def add_to(commands: Commands) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "check", help="hold examples in .py, .md and .rst files to what they claim"
    )
    parser.add_argument("paths", metavar="PATH", nargs="+", help="a file or a folder")
    parser.add_argument("--json", action="store_true", help="one JSON object on stdout")
    parser.add_argument(
        "--no-cache",
        action="store_true",
        help="explore anew, and keep nothing (LOCKSTEP_CACHE names the folder of what is kept)",
    )
    parser.add_argument(
        "--seconds",
        type=seconds_of,
        default=SECONDS,
        metavar="S",
        help=f"time to spend on one program (default {SECONDS:g})",
    )
    parser.set_defaults(carry_out=carry_out)


def carry_out(options: argparse.Namespace) -> int:
    """Check every marked block; return 0 if all is true, 1 if not, 2 if a file is unreadable."""
    kept_in = None if options.no_cache else folder()
    checked, found, unread = 0, list[Fault](), list[str]()
    for file in _all_files(options.paths):
        try:
            marked = blocks(file)
        except Unreadable as error:
            unread.append(str(error))
            continue
        for block in marked:
            checked += 1
            for fault in _faults_within(options.seconds, file, block, kept_in):
                found.append(fault)
                _print_fault(fault, options.json)
    _conclude(checked, found, unread, options)
    return USAGE if unread else UNTRUE if found else TRUE


def _all_files(paths: list[str]) -> Iterator[str]:
    try:
        yield from files(paths)
    except Unreadable as error:
        raise CliError(str(error)) from None


def _faults_within(
    seconds: float, file: str, block: Block, kept_in: Path | None
) -> Iterable[Fault]:
    """A program that holds its process for ever, or ends it, is ended and told."""

    def as_json() -> str:
        return json.dumps([asdict(fault) for fault in faults(file, block, kept_in)])

    try:
        answer = watchdog.answer_within(seconds, as_json)
    except ChildProcessError as error:
        return [unanswered(file, block, str(error))]
    if answer is None:
        why = f"the bound of {seconds:g} s was hit before an answer (--seconds gives more)"
        return [unanswered(file, block, why)]
    return [Fault(**each) for each in json.loads(answer)]


def _print_fault(fault: Fault, is_json: bool) -> None:
    """One line a fault as soon as it is known; GitHub marks it in the changes."""
    if not is_json:
        print(f"{fault.file}:{fault.line}: {fault.message}", flush=True)
    if os.environ.get("GITHUB_ACTIONS"):
        print(_annotation(fault), file=sys.stderr if is_json else sys.stdout, flush=True)


def _annotation(fault: Fault) -> str:
    """A workflow command of GitHub Actions; its escapes are GitHub's own (actions/toolkit)."""
    where = f"file={_property(_from_workspace(fault.file))},line={fault.line}"
    return f"::error {where},title={_property('lockstep')}::{_data(fault.message)}"


def _from_workspace(file: str) -> str:
    """GitHub finds a file by its path from the root of the checkout."""
    root = os.environ.get("GITHUB_WORKSPACE")
    path = Path(file).resolve()
    if root and path.is_relative_to(Path(root).resolve()):
        return path.relative_to(Path(root).resolve()).as_posix()
    return Path(file).as_posix()


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _conclude(
    checked: int, found: list[Fault], unread: list[str], options: argparse.Namespace
) -> None:
    if options.json:
        as_json = {
            "schema": SCHEMA,
            "checked": checked,
            "unreadable": unread,
            "faults": [asdict(fault) for fault in found],
        }
        print(json.dumps(as_json, ensure_ascii=False))
    for sentence in unread:
        print(f"lockstep: {sentence}", file=sys.stderr)
    if not options.json:
        print(_summary(checked, found, options.paths), file=sys.stderr)


def _summary(checked: int, found: list[Fault], paths: list[str]) -> str:
    if not checked:
        return f"Nothing to check: nothing under {', '.join(paths)} is marked."
    programs = counted(checked, "program").capitalize()
    if not found:
        return f"{programs} checked over every order: all is as it is claimed."
    return f"{programs} checked: {counted(len(found), 'fault')}."

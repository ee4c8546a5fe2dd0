"""Where a program comes from: a file, standard input, the catalogue."""

from __future__ import annotations

import argparse
import io
import sys
import tokenize
from dataclasses import dataclass
from pathlib import Path

from lockstep import catalogue
from lockstep.cli.errors import CliError
from lockstep.open_locks import CannotOpen, NoSuchLock, with_open_locks

#: Bytes; a learner's program is thousands of times smaller.
MAX_BYTES = 1_000_000


@dataclass(frozen=True)
class Program:
    """A program's text and the name that tracebacks use."""

    source: str
    filename: str


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add what says which program is meant: FILE, and which of its locks to leave out."""
    parser.add_argument("file", metavar="FILE", help="a Python file, - or scenario:NAME")
    parser.add_argument(
        "--without-lock",
        type=_line,
        action="append",
        default=[],
        metavar="LINE",
        help="as if the asyncio.Lock made in this line kept nobody waiting",
    )


def _line(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a line: give its number, 1 or more")
    return int(text)


def asked_for(options: argparse.Namespace) -> Program:
    """Return the program that the options of `add_to` mean.

    Raises:
        CliError: it cannot be read, or has no such lock.
    """
    program = read(options.file)
    lines = frozenset(options.without_lock)
    if not lines:
        return program
    try:
        return Program(with_open_locks(program.source, lines), program.filename)
    except (NoSuchLock, CannotOpen) as error:
        raise CliError(f"{program.filename}: {error}") from None
    except SyntaxError:
        return program  # which says so where it is run


def read(name: str) -> Program:
    """Return the program called ``name``: a path, ``-``, or ``scenario:NAME``.

    Raises:
        CliError: it cannot be read, is too large, binary or empty.
    """
    if name.startswith("scenario:"):
        return _scenario(name.removeprefix("scenario:"))
    filename = "<stdin>" if name == "-" else name
    return Program(_decode(_bytes(name), filename), filename)


def _scenario(name: str) -> Program:
    try:
        return Program(catalogue.get(name)["source"], f"{name}.py")
    except catalogue.NoSuchScenario as error:
        raise CliError(f"{error.args[0]} (`lockstep scenarios` lists them)") from None


def _bytes(name: str) -> bytes:
    try:
        if name == "-":
            data = sys.stdin.buffer.read(MAX_BYTES + 1)
        else:
            with Path(name).open("rb") as file:
                data = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise CliError(f"cannot read {name}: {why}") from None
    if len(data) > MAX_BYTES:
        raise CliError(f"{name} is larger than {MAX_BYTES:,} bytes; is it a Python program?")
    if not data.strip():
        raise CliError(f"{name} is empty: there is nothing to run")
    return data


def _decode(data: bytes, filename: str) -> str:
    if b"\0" in data:
        raise CliError(f"{filename} is binary, not Python text")
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        return io.TextIOWrapper(io.BytesIO(data), encoding, newline=None).read()
    except (SyntaxError, UnicodeDecodeError, LookupError) as error:
        raise CliError(f"{filename} is not Python text: {error}") from None

"""Which command, and how it ended."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from lockstep import __version__
from lockstep.cli import check, exercises, explore, reproduce, run, scenarios
from lockstep.cli.errors import USAGE, CliError


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise CliError(f"{message} ({self.prog} --help lists what there is)")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="lockstep",
        description="Run asyncio programs in virtual time and see who ran, waited and held what.",
    )
    parser.add_argument("--version", action="version", version=f"lockstep {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for module in (run, explore, reproduce, check, scenarios, exercises):
        module.add_to(commands)
    return parser


def main(arguments: Sequence[str]) -> int:
    """Carry out the command that ``arguments`` are, as a shell would give them.

    Returns:
        Its exit code: 0 well, 1 wrong, 2 usage or input, 3 a bound before an answer, 130 Ctrl-C.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        options = _parser().parse_args(arguments)
        code: int = options.carry_out(options)
        sys.stdout.flush()
        return code
    except CliError as error:
        print(f"lockstep: {error}", file=sys.stderr)
        return USAGE
    except KeyboardInterrupt:
        print("lockstep: interrupted", file=sys.stderr)
        return 130
    except BrokenPipeError:  # the reader has gone: there is no one left to tell
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:  # ours
        if os.environ.get("LOCKSTEP_DEBUG"):
            raise
        what = f"Lockstep itself failed ({type(error).__name__}: {error})"
        print(f"lockstep: {what}. LOCKSTEP_DEBUG=1 shows where.", file=sys.stderr)
        return USAGE


def console() -> NoReturn:
    """Carry out the command line's own arguments: the program `lockstep`."""
    sys.exit(main(sys.argv[1:]))

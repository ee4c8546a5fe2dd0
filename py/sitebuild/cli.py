"""The words `build.py` understands."""

from __future__ import annotations

import argparse
import difflib
from typing import Any, NoReturn

COMMANDS = (
    *("build", "serve", "watch", "test", "fix"),
    *("bench", "fuzz", "pictures", "record-threads"),
)
DEFAULT_PORT = 8000
HIGHEST_PORT = 65535


class UsageError(Exception):
    """What was typed cannot be understood; the message says what was and what can be."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise UsageError(f"build.py: {message}. See: python3 build.py --help")


def parse(arguments: list[str]) -> argparse.Namespace:
    _refuse_unknown_word(arguments)
    return _parser().parse_args(arguments or ["build"])


def _refuse_unknown_word(arguments: list[str]) -> None:
    """Refuse a first word that is no command; argparse would say that a COMMAND is missing."""
    if not arguments or arguments[0] in {*COMMANDS, "-h", "--help"}:
        return
    if arguments[0].startswith("-"):
        raise UsageError(
            f"build.py: flag {arguments[0]!r} without a command; flags follow one, "
            "as in: python3 build.py serve --port 9000"
        )
    close = difflib.get_close_matches(arguments[0], COMMANDS, n=1)
    hint = f" Did you mean {close[0]!r}?" if close else ""
    raise UsageError(
        f"build.py: unknown command {arguments[0]!r}; the commands are {', '.join(COMMANDS)}.{hint}"
    )


def _parser() -> _Parser:
    parser = _Parser(
        prog="build.py",
        description="Sets up what Lockstep needs, then builds the site into dist/.",
        allow_abbrev=False,
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    build = commands.add_parser(
        "build", help="build dist/ (also what no command at all does)", allow_abbrev=False
    )
    build.add_argument(
        "--site-url",
        metavar="URL",
        help="where the site will be, for oEmbed and the pictures of those who link to it "
        "(else the variable LOCKSTEP_SITE_URL)",
    )
    serve = commands.add_parser("serve", help="build dist/ and serve it", allow_abbrev=False)
    _add_port(serve)
    serve.add_argument("--open", action="store_true", help="open the page in a browser")
    watch = commands.add_parser(
        "watch", help="serve; on every change build anew and reload", allow_abbrev=False
    )
    _add_port(watch)
    _add_test(commands)
    fix = commands.add_parser(
        "fix", help="mend lint, format and generated files", allow_abbrev=False
    )
    fix.add_argument("--check", action="store_true", help="mend nothing: fail if there is any")
    commands.add_parser("bench", help="measure start-up, bytes, a warm run and the explorer")
    _add_fuzz(commands)
    commands.add_parser("pictures", help="take the pictures anew that the pages are compared with")
    commands.add_parser("record-threads", help="record the lesson about threads anew")
    return parser


def _add_port(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--port",
        type=port_number,
        default=DEFAULT_PORT,
        help=f"port to serve on; the next free one if it is taken (default {DEFAULT_PORT})",
    )


def _add_test(commands: Any) -> None:
    test = commands.add_parser(
        "test",
        help="run every check and every test, or the tests that are named",
        allow_abbrev=False,
    )
    test.add_argument("paths", nargs="*", metavar="PATH", help="only these files or folders")
    test.add_argument("-k", dest="words", help="only tests whose names hold these words")
    test.add_argument("--quick", action="store_true", help="leave out the tests marked as slow")


def _add_fuzz(commands: Any) -> None:
    fuzz = commands.add_parser(
        "fuzz",
        help="hold explore to an independent enumeration, on programs made by chance",
        allow_abbrev=False,
    )
    fuzz.add_argument("--minutes", type=float, default=5, help="how long (default 5)")
    fuzz.add_argument("--seed", type=int, default=1, help="of the first program (default 1)")
    fuzz.add_argument("--seconds", type=float, default=5, help="for each program (default 5)")
    fuzz.add_argument("--strict", action="store_true", help="an unfinished answer is a fault too")
    fuzz.add_argument("--keep", help="a folder for the programs that failed")


def port_number(text: str) -> int:
    if text.isdecimal() and 1 <= int(text) <= HIGHEST_PORT:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is not a port: give a number from 1 to 65535")

"""The calls that the worker makes."""

from __future__ import annotations

import contextlib
import importlib
import json
import random
import sys
from collections.abc import Callable, Iterator

from lockstep import page
from pagehost.imports import BrowserGuard, MissingFinder, RestFinder, rest_names
from pagehost.stand_ins import StandInFinder, refuse_uses
from pagehost.stock import restore

Report = Callable[[str], None]

#: Where the worker puts what of lockstep only some requests need; it has come before they are made.
EXPLORING = "/lib/lockstep-exploring.zip"

#: A program that touches what most programs touch, so that the first real run is warm.
WARM_UP = """\
import asyncio

async def main():
    lock = asyncio.Lock()
    async with lock:
        await asyncio.sleep(0.1)
    await asyncio.gather(asyncio.sleep(0))
    print("ready")

asyncio.run(main())
"""

#: Two of its orders end right, four lose an update: most of what exploring does is done for it.
WARM_UP_EXPLORING = """\
'''Expect: 2'''
import asyncio

count = 0

async def add():
    global count
    await asyncio.sleep(0.1)
    now = count
    await asyncio.sleep(0.1)
    count = now + 1

async def main():
    await asyncio.gather(add(), add())
    return count

asyncio.run(main())
"""


def prepare() -> None:
    """Make a fresh interpreter ready: stock asyncio, what cannot be here refused, then warm up.

    Its own chance is the same everywhere from here on: a run puts the state of `random` back that
    it found, and how much room the numbers of that take decides where later objects lie.
    """
    random.seed(0)
    restore()
    refuse_uses()
    answer(json.dumps({"source": WARM_UP, "filename": "warm-up.py"}))


def seal() -> None:
    """Take the ways to the browser from a prepared interpreter, for good."""
    BrowserGuard.install()


def prepare_exploring() -> None:
    """Import what only exploring needs, and explore once, ahead of the first request for it.

    What is reported meanwhile would depend on the time, and where objects lie on what is reported.
    """
    with _finders(RestFinder(EXPLORING)):
        choices = importlib.import_module("lockstep.explore.choices")
        choices.explore_and_count(WARM_UP_EXPLORING, filename="warm-up.py")


def read(program: str) -> None:
    """Read the program of a request before it is run, and again and again."""
    page.read(program)


def answer(request: str, rest: str | None = None, report: Report | None = None) -> str:
    """Run the program of one request, or say which modules it lacked; report meanwhile how it goes.

    ``rest`` is the path of the archive with the rest of the standard library. Without it, neither
    that nor what only exploring needs is imported: a run that wanted to is thrown away, to be
    repeated with both in a fresh interpreter. A run is a pure function of its request, so nothing
    is lost but time.
    """
    explores = rest is not None
    return _with_imports(lambda report: page.answer(request, report), rest, report, explores)


def explore(request: str, report: Report, rest: str | None = None) -> str:
    """Try every order of the program of one request, and report meanwhile what is known so far."""
    return _with_imports(lambda report: page.explore(request, report), rest, report)


def orders(request: str, report: Report, rest: str | None = None) -> str:
    """Record every order of the program of one request, and report meanwhile how many so far."""
    return _with_imports(lambda report: page.orders(request, report), rest, report)


def grade(request: str, _report: Report | None = None, rest: str | None = None) -> str:
    """Judge an answer to an exercise over every order."""
    return _with_imports(lambda _: page.grade(request), rest)


def write(request: str, _report: Report | None = None, rest: str | None = None) -> str:
    """Write what is known of a run as a script, or its trace in another form."""
    return _with_imports(lambda _: page.write(request), rest)


def _with_imports(
    work: Callable[[Report], str],
    rest: str | None,
    report: Report | None = None,
    explores: bool = True,
) -> str:
    """Work with the archives; what lacks a module will be done again, and is not reported."""
    finder = MissingFinder(rest_names()) if rest is None else RestFinder(rest)

    def report_if_whole(text: str) -> None:
        if report is not None and not (isinstance(finder, MissingFinder) and finder.missed):
            report(text)

    exploring = [RestFinder(EXPLORING)] if explores else []
    with _finders(*exploring, finder, StandInFinder()):
        response = work(report_if_whole)
    missed = finder.missed if isinstance(finder, MissingFinder) else []
    return json.dumps({"missing": missed}) if missed else response


@contextlib.contextmanager
def _finders(*finders: RestFinder | MissingFinder | StandInFinder) -> Iterator[None]:
    """The last ones, for a while."""
    sys.meta_path.extend(finders)
    try:
        yield
    finally:
        sys.meta_path[:] = [known for known in sys.meta_path if known not in finders]

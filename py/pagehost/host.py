"""The calls that the worker makes."""

from __future__ import annotations

import importlib
import json
import random
import sys
from collections.abc import Callable

from lockstep import page
from pagehost.imports import BrowserGuard, MissingFinder, RestFinder, rest_names
from pagehost.stand_ins import StandInFinder, refuse_uses
from pagehost.stock import restore

Report = Callable[[str], None]

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
    choices = importlib.import_module("lockstep.explore.choices")
    choices.explore_and_count(WARM_UP_EXPLORING, filename="warm-up.py")


def read(program: str) -> None:
    """Read the program of a request before it is run, and again and again."""
    page.read(program)


def answer(request: str, rest: str | None = None, report: Report | None = None) -> str:
    """Run the program of one request, or say which modules it lacked; report meanwhile how it goes.

    ``rest`` is the path of the archive with the rest of the standard library; without it,
    a run that wanted a module from there is thrown away, to be repeated with it in a fresh
    interpreter: a run is a pure function of its request, so nothing is lost but time.
    """
    return _with_imports(lambda report: page.answer(request, report), rest, report)


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
    work: Callable[[Report], str], rest: str | None, report: Report | None = None
) -> str:
    """Work with the archive; what lacks a module will be done again, and is not reported."""
    finder = MissingFinder(rest_names()) if rest is None else RestFinder(rest)
    finders = [finder, StandInFinder()]

    def report_if_whole(text: str) -> None:
        if report is not None and not (isinstance(finder, MissingFinder) and finder.missed):
            report(text)

    sys.meta_path.extend(finders)
    try:
        response = work(report_if_whole)
    finally:
        sys.meta_path[:] = [known for known in sys.meta_path if known not in finders]
    missed = finder.missed if isinstance(finder, MissingFinder) else []
    return json.dumps({"missing": missed}) if missed else response

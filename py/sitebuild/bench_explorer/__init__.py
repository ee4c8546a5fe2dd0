"""The explorer's part of `build.py bench`: orders per second, runs a class, memory, another tool.

Everything is measured in one go, each figure in a process of its own. What is compared runs on
the same Python, and neither side's start of the interpreter counts.
"""

from __future__ import annotations

import platform
from collections.abc import Iterator
from pathlib import Path

from sitebuild.bench_explorer import beside, in_page, ours, programs, tables

#: The deposits of which the speeds are told, here and in the page.
SPEED = 4
LARGEST = 5


def bench(root: Path, dist: Path) -> None:
    """Measure and print; a part is printed as soon as it is known."""
    parts = _reduction, _growth, _ordinary, _largest, _beside
    for part in (_speeds(root, dist), _verdicts(root, dist), *(part(root) for part in parts)):
        for line in part:
            print(line, flush=True)


def _speeds(root: Path, dist: Path) -> Iterator[str]:
    yield f"\nThe explorer: schedules per second, Python {platform.python_version()} and Chromium"
    orders = ours.measured(root, "explore", programs.deposits(SPEED))
    seconds = in_page.STOP_MS / 1000
    runs = ours.measured(root, "explore", programs.OUTSIDE, seconds=seconds)
    page = in_page.measured(
        dist,
        programs.deposits(2),
        {"orders": programs.deposits(SPEED), "runs": programs.OUTSIDE},
    )
    here = {
        f"orders, the whole answer for {SPEED} deposits": tables.rate(
            orders["interleavings"], orders["seconds"]
        ),
        "real executions, where nothing can be foreseen": tables.rate(
            runs["runs"], runs["seconds"]
        ),
    }
    yield from tables.speeds(here, [page["orders"], page["runs"]])


def _verdicts(root: Path, dist: Path) -> Iterator[str]:
    yield "\nThe explorer: a verdict over every order of each lesson, edited, in Chromium"
    found = in_page.verdicts(dist, programs.deposits(2), programs.lessons())
    yield from tables.verdicts(found)


def _reduction(root: Path) -> Iterator[str]:
    yield "\nThe explorer: orders followed for each class, by the reduction, on published programs"
    yield tables.REDUCTION_HEAD
    found = []
    for name, source in programs.published(root):
        found.append(ours.measured(root, "reduce", source))
        yield tables.reduction_row(name, found[-1])
    yield tables.reduction_sum(found)


def _growth(root: Path) -> Iterator[str]:
    yield "\nThe explorer: what an answer costs, by the size of the program"
    yield tables.GROWTH_HEAD
    costs = {}
    for size in programs.GROWTH:
        found = ours.measured(root, "explore", programs.growing(*size), seconds=60)
        costs[size] = found["cpu"]
        yield tables.growth_row(size, found)
    yield from tables.growth_plot(costs)


def _ordinary(root: Path) -> Iterator[str]:
    yield f"\nThe explorer: ordinary programs, within {programs.SOON} s"
    yield tables.ORDINARY_HEAD
    for label, source in programs.ORDINARY.items():
        found = ours.measured(root, "explore", source, seconds=programs.SOON)
        yield tables.ordinary_row(label, found)


def _largest(root: Path) -> Iterator[str]:
    yield f"\nThe explorer: {LARGEST} deposits, exhaustively, on one core"
    yield tables.LARGEST_HEAD
    empty = ours.measured(root, "nothing", "")
    for locked in (False, True):
        source = programs.deposits(LARGEST, locked=locked)
        label = "locked" if locked else "unlocked"
        yield tables.largest_row(label, ours.measured(root, "explore", source))
    yield f"Before it begins, the process takes {empty['peak_mb']:.0f} MB. Bounds: {ours.bounds()}"


def _beside(root: Path) -> Iterator[str]:
    with beside.installed() as there:
        if isinstance(there, str):
            yield f"\nThe explorer beside frontrun 0.7: {there}"
            return
        yield f"\nThe explorer beside frontrun {there.version}, on the same Python"
        yield beside.WAYS
        yield tables.BESIDE_HEAD
        for count in range(2, LARGEST + 1):
            for locked in (False, True):
                mine = ours.measured(root, "explore", programs.deposits(count, locked=locked))
                theirs = [
                    there.explored(count, locked=locked, everything=way) for way in (True, False)
                ]
                yield from tables.beside_rows(count, locked, mine, theirs)

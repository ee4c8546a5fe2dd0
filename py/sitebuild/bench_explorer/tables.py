"""Figures as lines to read, and lines as figures."""

from __future__ import annotations

import math
import re
from statistics import median
from typing import Any

from lockstep.english import counted
from sitebuild.bench import p95

Found = dict[str, Any]

REDUCTION_HEAD = (
    f"{'':16}{'classes':>9}{'orders':>9}{'a class':>9}{'blocked':>9}{'real runs':>11}{'seconds':>9}"
)
LARGEST_HEAD = (
    f"{'':18}{'orders':>9}{'classes':>9}{'runs':>6}{'CPU s':>9}{'peak MB':>9}  CPU s until ..."
)
BESIDE_HEAD = f"{'':12}{'':15}{'seconds':>9}{'runs':>7}  says"
GROWTH_HEAD = (
    f"{'tasks':>5}{'steps':>7}{'places':>8}{'orders':>12}{'transitions':>13}{'runs':>8}{'CPU s':>8}"
)
ORDINARY_HEAD = f"{'':42}{'seconds':>9}{'CPU s':>8}{'runs':>8}  says"
#: What costs this much has no bar in the plot; each character of a bar is so many times more.
LEAST_CPU, BAR_BASE = 0.02, 1.4
#: Orders for each class that the reduction may follow.
AIM = 1.05
#: Of an edited lesson.
AIM_VERDICT_MS = 150


def rate(count: int | None, seconds: float) -> float:
    """Return how many a second; none is none."""
    return (count or 0) / seconds


def orders_in(sentence: str) -> int:
    """Return how many orders, or runs, the page's panel tells of.

    Raises:
        ValueError: it tells of none.
    """
    found = re.search(r"([\d,]+) (?:distinct )?(?:order|run)s?\b", sentence)
    if found is None:
        raise ValueError(f"the page told no number of orders: {sentence!r}")
    return int(found[1].replace(",", ""))


def speeds(here: dict[str, float], page: list[float]) -> list[str]:
    """Return the table: a second, in CPython, in the page, and the one by the other."""
    head = f"{'a second':48}{'CPython':>9}{'Chromium':>10}{'ratio':>7}"
    rows = [
        f"{label:48}{mine:9,.0f}{there:10,.0f}{there / mine:7.2f}"
        for (label, mine), there in zip(here.items(), page, strict=True)
    ]
    return [head, *rows]


def verdicts(found: dict[str, float | None]) -> list[str]:
    """Return what lessons took to a verdict: the middle and the slow end, and which are slowest."""
    times = {name: ms for name, ms in found.items() if ms is not None}
    slowest = sorted(times, key=times.__getitem__, reverse=True)[:5]
    without = [name for name in found if name not in times]
    rows = [
        f"click to verdict, median {median(times.values()):.0f} ms, p95 "
        f"{p95(list(times.values())):.0f} ms of {len(times)} lessons (aim: p95 at most "
        f"{AIM_VERDICT_MS} ms)",
        "slowest: " + ", ".join(f"{name} {times[name]:.0f} ms" for name in slowest),
    ]
    return rows + ([f"without a verdict: {', '.join(without)}"] if without else [])


def reduction_row(name: str, found: Found) -> str:
    """Return the row of one program."""
    each = found["orders"] / found["classes"]
    return (
        f"{name:16}{found['classes']:9,}{found['orders']:9,}{each:9.2f}{found['blocked']:9,}"
        f"{found['runs']:11,}{found['seconds']:9.2f}{'' if found['complete'] else '  not all'}"
    )


def reduction_sum(found: list[Found]) -> str:
    """Return the last row: all of them, and the worst."""
    names = ("classes", "orders", "blocked", "runs", "seconds")
    total = {name: sum(one[name] for one in found) for name in names}
    worst = max(one["orders"] / one["classes"] for one in found)
    total["complete"] = all(one["complete"] for one in found)
    return f"{reduction_row('in all', total)}\nAt worst {worst:.2f} orders a class (aim: {AIM})."


def largest_row(label: str, found: Found) -> str:
    """Return the row of one way to explore the largest program."""
    return (
        f"{label:18}{found['interleavings']:9,}{found['classes'] or 0:9,}{found['runs']:6,}"
        f"{found['cpu']:9.1f}{found['peak_mb']:9.0f}{'' if found['complete'] else '  not all'}"
        f"  {found.get('stages') or ''}"
    )


def growth_row(size: tuple[int, int, int], found: Found) -> str:
    """Return the row of a program of so many tasks, steps and places."""
    tasks, steps, places = size
    taken = f"{found['transitions']:,}" if found["transitions"] else "all run"
    return (
        f"{tasks:5}{steps:7}{places:8}{found['interleavings'] or 0:12,}{taken:>13}"
        f"{found['runs']:8,}{found['cpu']:8.2f}{'' if found['complete'] else '  not all'}"
    )


def growth_plot(costs: dict[tuple[int, int, int], float]) -> list[str]:
    """Return a plot of CPU seconds on a logarithmic scale, by tasks, steps and places."""
    rows = ["", f"CPU seconds, each # {BAR_BASE} times as many"]
    for (tasks, steps, places), cpu in costs.items():
        bar = "#" * round(math.log(max(cpu, LEAST_CPU) / LEAST_CPU, BAR_BASE))
        rows.append(f"{tasks} x {steps}, {counted(places, 'place'):12}|{bar} {cpu:.2f}")
    return rows


def ordinary_row(label: str, found: Found) -> str:
    """Return the row of an ordinary program: its answer, or how far that has come."""
    return (
        f"{label:42}{found['seconds']:9.1f}{found['cpu']:8.1f}{found['runs']:8,}"
        f"  {_our_verdict(found)}"
    )


def beside_rows(count: int, locked: bool, mine: Found, theirs: list[Found]) -> list[str]:
    """Return three rows: ours, and theirs in either way."""
    title = f"{count} {'locked' if locked else 'unlocked'}"
    rows = [_beside_row(title, "ours", mine["seconds"], mine["runs"], _our_verdict(mine))]
    for label, found in zip(("frontrun (a)", "frontrun (b)"), theirs, strict=True):
        if "error" in found:
            rows.append(f"{'':12}{label:15}{found['error']}")
        else:
            verdict = their_verdict(found)
            rows.append(_beside_row("", label, found["seconds"], found["runs"], verdict))
    return rows


def _beside_row(title: str, label: str, seconds: float, runs: int, verdict: str) -> str:
    return f"{title:12}{label:15}{seconds:9.2f}{runs:7,}  {verdict}"


def _our_verdict(found: Found) -> str:
    return f"{found['says']} {'Verified.' if found['complete'] else 'Not all.'}"


def their_verdict(found: Found) -> str:
    """Return its three answers in words."""
    verdict = {True: "holds", False: "fails", None: "undecided"}[found["holds"]]
    ends = ", ".join(map(str, found["ends"]))
    cut = "; its time was up" if found["is_cut"] else ""
    return f"{verdict} (ends seen: {ends or 'none'}){cut}"

"""What the index shows of each lesson: a stamp of its recorded run, its ending, its orders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from . import threads
from .node import Node
from .record import Recording


@dataclass(frozen=True)
class Entry:
    picture: Markup
    tone: str  # right, wrong, neutral
    text: str  # what the run ends at
    wanted: str  # what it should have ended at, if that is something else
    orders: str


def draw_entries(node: Node, recordings: Sequence[Recording]) -> dict[str, Entry]:
    """By the name of the lesson, drawn by the code that draws the timelines."""
    runs: dict[str, object] = {
        each.name: {"trace": each.trace, "exploration": each.exploration}
        for each in recordings
        if each.listed
    }
    drawn = node.answers(
        "site/js/build/prerender-index.js",
        runs | {threads.NAME: _threads()},
        what="drawing the index",
    )
    return {
        name: Entry(**{**entry, "picture": Markup(entry["picture"])})
        for name, entry in drawn.items()
    }


def _threads() -> dict[str, object]:
    """The first of the programs with threads stands for the lesson: the one that goes wrong."""
    run = threads.load()["runs"][0]
    return {
        "lines": run["lines"],
        "final": str(run["final"]),
        "expected": str(run["expected"]),
    }

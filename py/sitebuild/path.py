"""The path through the lessons: chapters in their order, and what comes before and after."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from lockstep.catalogue import Entry

from . import threads
from .prose import first_sentence

#: As many lessons stand side by side in the index.
ROW = 7
#: The lesson that is a recording stands at the end of this chapter.
THREADS_CHAPTER = "When it goes wrong"


@dataclass(frozen=True)
class Stop:
    """A lesson on the path."""

    name: str
    title: str
    teaches: str
    chapter: str


@dataclass(frozen=True)
class Chapter:
    number: int
    title: str
    stops: tuple[Stop, ...]

    @property
    def anchor(self) -> str:
        return re.sub(r"[^a-z0-9]+", "-", self.title.lower()).strip("-")


def chapters(scenarios: Sequence[Entry]) -> list[Chapter]:
    """The chapters; `scenarios` are the listed ones, in the catalogue's order."""
    grouped = itertools.groupby(map(_stop, scenarios), lambda stop: stop.chapter)
    return [
        Chapter(number, title, (*stops, *([_THREADS] if title == THREADS_CHAPTER else [])))
        for number, (title, stops) in enumerate(grouped, 1)
    ]


def rows(chapters: Sequence[Chapter], most: int = ROW) -> list[list[tuple[Chapter, int]]]:
    """Chapters side by side, each with its share of the row; short ones share a row of `most`.

    The last chapter of a row has all the room that is left. A chapter of more than `most`
    lessons has a row of its own, and its lessons go on beneath.
    """
    found: list[list[Chapter]] = []
    for chapter in chapters:
        if found and sum(len(each.stops) for each in [*found[-1], chapter]) <= most:
            found[-1].append(chapter)
        else:
            found.append([chapter])
    return [_spread(row, most) for row in found]


def _spread(row: Sequence[Chapter], most: int) -> list[tuple[Chapter, int]]:
    shares = [len(chapter.stops) for chapter in row[:-1]]
    return list(zip(row, [*shares, most - sum(shares)], strict=True))


def around(path: Sequence[Chapter], name: str) -> dict[str, object]:
    """Where on the path a lesson is: its number, its chapter, and its neighbours."""
    stops = [stop for chapter in path for stop in chapter.stops]
    at = next(i for i, stop in enumerate(stops) if stop.name == name)
    return {
        "name": name,
        "chapter": next(chapter for chapter in path if chapter.title == stops[at].chapter),
        "number": at + 1,
        "lessons": len(stops),
        "previous": stops[at - 1] if at else None,
        "next": stops[at + 1] if at + 1 < len(stops) else None,
    }


def _stop(scenario: Entry) -> Stop:
    teaches = first_sentence(scenario["lesson"])
    return Stop(scenario["name"], scenario["title"], teaches, scenario["chapter"])


_THREADS = Stop(threads.NAME, threads.TITLE, first_sentence(threads.LESSON), THREADS_CHAPTER)

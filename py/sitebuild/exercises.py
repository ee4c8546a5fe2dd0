"""What the pages of the exercises are made from."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from lockstep.exercises import catalogue
from lockstep.exercises.exercise import Exercise

from .answers import Answers
from .node import BuildError
from .prose import first_sentence

#: What a kind is called to a learner, with what is to be done.
KINDS = {
    "predict": ("Predict", "Bet before you run."),
    "break": ("Break it", "Find an order that goes wrong."),
    "repair": ("Repair", "Edit the code until every order ends right."),
}
#: What is said of the program, and what will be seen where the grade is going to stand.
_ABOUT = {
    "predict": (
        "Say it before you have seen it. Some of these programs are broken on purpose.",
        "*Grade* tries every order that asyncio could take. What you have said must be true of "
        "all of them; if it is not, an order that refutes it is shown here, step by step.",
    ),
    "break": (
        "The program is broken on purpose. Choose again and again what comes next; *Undo* takes a "
        "choice back.",
        "*Grade* runs the order that you have chosen. Any order that ends as is looked for "
        "counts; beside it you will see the nearest one that ends well.",
    ),
    "repair": (
        "The program is broken on purpose.",
        "*Grade* runs your program in every order that asyncio could take: one cell an order. "
        "If one of them ends wrong, it is shown here, step by step, beside the nearest one that "
        "ends well.",
    ),
}


@dataclass(frozen=True)
class Page:
    """One exercise, where it stands, and what its script starts from."""

    exercise: Exercise
    number: int
    previous: Exercise | None
    next: Exercise | None
    data: dict[str, Any]
    orders: dict[str, Any] | None

    @property
    def kind(self) -> str:
        """What its kind is called."""
        return KINDS[self.exercise.kind][0]

    @property
    def wanted(self) -> str:
        """What is to be reached, in a line."""
        exercise = self.exercise
        if exercise.kind == "predict":
            return "How does it end?"
        if exercise.kind == "break":
            return f"Goal: an order that ends {_one_of(exercise.broken)}"
        each = ", and each of them can happen" if len(exercise.right) > 1 else ""
        return f"Goal: every order ends {_one_of(exercise.right)}{each}"

    @property
    def gist(self) -> str:
        """The first sentence of what is asked."""
        return first_sentence(self.exercise.goal)

    @property
    def about(self) -> str:
        """What has to be known of the program."""
        return _ABOUT[self.exercise.kind][0]

    @property
    def before(self) -> str:
        """What stands where the grade is going to stand."""
        return _ABOUT[self.exercise.kind][1]

    @property
    def program(self) -> str:
        """The program without its docstring, for who reads without a script."""
        return _program(self.exercise.source)

    @property
    def solution(self) -> str:
        """Our solution, likewise."""
        return _program(self.exercise.solution or "")


def pages(answers: Answers) -> list[Page]:
    """Return all exercises, each with its neighbours.

    Raises:
        BuildError: one that is to be broken has too many orders to choose from.
    """
    every = catalogue.load()
    return [
        Page(
            exercise,
            at + 1,
            every[at - 1] if at else None,
            every[at + 1] if at + 1 < len(every) else None,
            _data(exercise),
            _orders(answers, exercise) if exercise.kind == "break" else None,
        )
        for at, exercise in enumerate(every)
    ]


def of_lesson(name: str) -> list[Exercise]:
    """Return the exercises that belong to a lesson."""
    return [each for each in catalogue.load() if each.lesson == name]


def _one_of(endings: tuple[str, ...]) -> str:
    return " or ".join("in a deadlock" if e == "deadlock" else f"at `{e}`" for e in endings)


def _program(source: str) -> str:
    return source.split('"""\n', 1)[-1].lstrip("\n")


def _data(exercise: Exercise) -> dict[str, Any]:
    return {
        "name": exercise.name,
        "kind": exercise.kind,
        "source": exercise.source,
        "hints": list(exercise.hints),
        "broken": list(exercise.broken),
    }


def _orders(answers: Answers, exercise: Exercise) -> dict[str, Any]:
    """Every order, recorded: what the clock offers."""
    recorded = answers.orders(f"{exercise.name}.py", exercise.source)
    if recorded is None:
        raise BuildError(f"exercises/{exercise.name} has too many orders to choose from.")
    orders: dict[str, Any] = json.loads(recorded)
    return orders

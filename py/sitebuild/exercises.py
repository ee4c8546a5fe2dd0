"""What the pages of the exercises are made from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lockstep.exercises import catalogue
from lockstep.exercises.exercise import Exercise
from lockstep.explore.choices import Orders, record_orders

#: What a kind is called to a learner, with what is to be done.
KINDS = {
    "predict": ("Predict", "Bet before you run."),
    "break": ("Break it", "Find an order that goes wrong."),
    "repair": ("Repair", "Edit the code until every order ends right."),
}


@dataclass(frozen=True)
class Page:
    """One exercise, where it stands, and what its script starts from."""

    exercise: Exercise
    number: int
    previous: Exercise | None
    next: Exercise | None
    data: dict[str, Any]

    @property
    def kind(self) -> str:
        """What its kind is called."""
        return KINDS[self.exercise.kind][0]

    @property
    def program(self) -> str:
        """The program without its docstring, for who reads without a script."""
        return self.exercise.source.split('"""\n', 1)[-1].lstrip("\n")


def pages() -> list[Page]:
    """Return all exercises, each with its neighbours."""
    every = catalogue.load()
    return [
        Page(
            exercise,
            at + 1,
            every[at - 1] if at else None,
            every[at + 1] if at + 1 < len(every) else None,
            _data(exercise),
        )
        for at, exercise in enumerate(every)
    ]


def _data(exercise: Exercise) -> dict[str, Any]:
    return {
        "name": exercise.name,
        "kind": exercise.kind,
        "source": exercise.source,
        "hints": list(exercise.hints),
        "solution": exercise.solution,
        "orders": _orders(exercise) if exercise.kind == "break" else None,
    }


def _orders(exercise: Exercise) -> dict[str, Any]:
    """Every order as the letters that it is told apart by, and what each letter is in words."""
    recorded = record_orders(exercise.source, filename=f"{exercise.name}.py")
    if not recorded.complete:
        raise ValueError(f"exercises/{exercise.name} has too many orders to choose from")
    labels: dict[int, str] = {}
    for at, order in enumerate(recorded.orders):
        for step, letter in enumerate(order.word):
            labels.setdefault(letter, _label(recorded, at, step))
    return {
        "orders": [
            {"word": order.word, "schedule": recorded.trace(at)["schedule"]}
            for at, order in enumerate(recorded.orders)
        ],
        "labels": [labels.get(letter, "") for letter in range(max(labels) + 1)],
    }


def _label(recorded: Orders, at: int, step: int) -> str:
    stretch = recorded.texts[recorded.orders[at].stretches[step]]
    event = next((e for e in stretch if e["kind"] in ("step-began", "callback")), None)
    if event is None:
        return "the end"
    if event["task"] is None:
        return str(event["label"])
    task = recorded.trace(at)["tasks"][event["task"]]["label"]
    return (
        f"{task} begins" if event["line"] is None else f"{task} goes on from line {event['line']}"
    )

"""Predict: an option is held to every order of the program."""

from __future__ import annotations

from lockstep.exercises.endings import all_end, count, endings, explored, normal, why_undecided
from lockstep.exercises.exercise import Exercise, Option
from lockstep.exercises.result import Ending, Grade


def grade_option(exercise: Exercise, answer: str) -> Grade:
    """Judge a prediction; what is wrong is refuted by the shortest order that does so."""
    chosen = _chosen(exercise, answer)
    if chosen is None:
        offered = ", ".join(f"'{option.text}'" for option in exercise.options)
        return Grade(
            exercise.name,
            exercise.kind,
            passed=False,
            message=f"'{' '.join(answer.split())[:60]}' is none of the answers offered: {offered}.",
        )
    found = explored(exercise.source, f"{exercise.name}.py")
    if not found.complete:
        raise ValueError(f"not all orders are known: {why_undecided(found)}")
    ends = endings(found, [chosen.ending])
    against, is_true = refutation(chosen, ends)
    return Grade(
        exercise.name,
        exercise.kind,
        passed=is_true,
        message=_message(chosen, against, ends, is_true),
        mistake=None if is_true else _slug(chosen),
        orders=count(ends),
        right=count(tuple(each for each in ends if is_borne_out(chosen, each))),
        schedule=None if is_true or against is None else against.schedule,
        endings=ends,
    )


def refutation(option: Option, ends: tuple[Ending, ...]) -> tuple[Ending | None, bool]:
    """Return an ending that refutes an option, those of the fewest deviations first, and its truth.

    What is said of *some* orders is refuted by no single one, but by all: the first is shown.
    """
    against = [each for each in ends if not is_borne_out(option, each)]
    if option.quantifier != "sometimes":
        return (against[0], False) if against else (None, True)
    is_mixed = 0 < len(against) < len(ends)
    return (None, True) if is_mixed else (ends[0], False)


def is_borne_out(option: Option, ending: Ending) -> bool:
    """Whether an order that ends so is one that the option tells of."""
    return ending.is_right != (option.quantifier == "never")


def _message(
    option: Option, against: Ending | None, ends: tuple[Ending, ...], is_true: bool
) -> str:
    total = count(ends)
    if is_true:
        return f"Right: {_spelled(ends)}."
    assert against is not None
    if option.quantifier == "sometimes":
        who = "The only order" if total == 1 else f"Every one of the {total} orders"
        return f"{option.model} {who} ends at {against.label}."
    return f"{option.model} The order shown ends at {against.label}: {_spelled(ends)}."


def _spelled(ends: tuple[Ending, ...]) -> str:
    total = count(ends)
    if len(ends) == 1:
        return f"{all_end(total)} at {ends[0].label}"
    parts = ", ".join(f"{each.orders} end at {each.label}" for each in ends)
    return f"of {total} orders {parts}"


def _slug(option: Option) -> str:
    """A prediction's mistake is its mental model; by name, the option that it leads to."""
    return option.text.replace(" ", "-")


def _chosen(exercise: Exercise, answer: str) -> Option | None:
    words = answer.split()
    for option in exercise.options:
        given = words[:1] == [option.quantifier]
        if given and normal(" ".join(words[1:])) == normal(option.ending):
            return option
    return None

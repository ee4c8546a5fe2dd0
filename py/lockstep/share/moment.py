"""What a link carries: a program, how its widgets are set, an order, and a moment of its run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from lockstep.share.format import (
    COUNT,
    HIGHEST,
    LONGEST_WIDGET,
    MEMBERS,
    MOST_WIDGETS,
    TEXT,
)


@dataclass(frozen=True)
class Moment:
    """A moment of a program's run; whatever it does not say is None, or empty.

    Attributes:
        code: the program.
        setup: code that runs before it and is not shown.
        file: what the program is called, if it is no lesson's.
        scenario: the name of the lesson whose program it is, edited or not.
        widgets: what the page's widgets are set to, by their names.
        schedule: the order shown, for `lockstep.run`; None: the default order.
        choices: how many of the choices of that order are made, where somebody is at the clock.
        step: how many steps have run at the moment shown.
    """

    code: str | None = None
    setup: str | None = None
    file: str | None = None
    scenario: str | None = None
    widgets: Mapping[str, str] = field(default_factory=dict)
    schedule: str | None = None
    choices: int | None = None
    step: int | None = None

    @property
    def source(self) -> str | None:
        """The program to run, what runs before it first; None if the moment carries none."""
        if self.code is None or not (self.setup or "").strip():
            return self.code
        return f"{(self.setup or '').rstrip()}\n{self.code}"

    def to_dict(self) -> dict[str, object]:
        """Return what it says, without what it does not."""
        return {
            name: dict(value) if isinstance(value, Mapping) else value
            for name in MEMBERS
            if (value := getattr(self, name)) is not None and value != {}
        }


def misfit(given: Mapping[str, object]) -> tuple[str, str] | None:
    """Return the first member that is not of its kind, and that kind; None if all are."""
    for name, (kind, _) in MEMBERS.items():
        if name in given and not _fits(given[name], kind):
            return name, kind
    return None


def _fits(value: object, kind: str) -> bool:
    if kind == TEXT:
        return isinstance(value, str) and _is_text(value)
    if kind == COUNT:
        return type(value) is int and 0 <= value <= HIGHEST
    return (
        isinstance(value, dict)
        and len(value) <= MOST_WIDGETS
        and all(
            isinstance(text, str) and len(text) <= LONGEST_WIDGET and _is_text(text)
            for pair in value.items()
            for text in pair
        )
    )


def _is_text(value: str) -> bool:
    """Half of a pair of surrogates is no character, and cannot be saved."""
    return not any("\ud800" <= character <= "\udfff" for character in value)

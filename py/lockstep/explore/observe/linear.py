"""Sums of durations, in microseconds: what a time is that a program has from a clock."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from lockstep.clock import MICROSECONDS


class Linear:
    """A sum of durations, in microseconds: coefficients by the number of a boundary, and a rest."""

    __slots__ = ("of", "rest")

    def __init__(self, of: Mapping[int, Fraction], rest: Fraction) -> None:
        self.of = {number: c for number, c in of.items() if c}
        self.rest = rest

    def plus(self, other: Linear, factor: Fraction | int = 1) -> Linear:
        """Return this and ``factor`` times the other."""
        numbers = {**self.of, **other.of}
        of = {n: self.of.get(n, NONE) + factor * other.of.get(n, NONE) for n in numbers}
        return Linear(of, self.rest + factor * other.rest)

    def and_also(self, number: int) -> Linear:
        """Return this and a duration that is not part of it."""
        found = Linear.__new__(Linear)
        found.of, found.rest = {**self.of, number: ONE}, self.rest
        return found

    def moved(self, us: Fraction | int) -> Linear:
        """Return this and a number of microseconds."""
        return Linear(self.of, self.rest + us)

    def at(self, durations: Mapping[int, int]) -> Fraction:
        """Return the value for given durations."""
        return self.rest + sum((c * durations.get(n, 0) for n, c in self.of.items()), NONE)

    @property
    def is_never_negative(self) -> bool:
        """Whether it is so whatever the durations are."""
        return self.rest >= 0 and all(c >= 0 for c in self.of.values())


NONE, ONE = Fraction(0), Fraction(1)
NOTHING = Linear({}, NONE)


def constant(seconds: float) -> Linear:
    """Return a fixed time."""
    return Linear({}, Fraction(round(Fraction(seconds) * MICROSECONDS)))

"""Numbers that know of which durations they are the sum: ``time()``, ``time_ns()``.

A time rounded down to a whole number of anything is one unknown more: a whole number ``n`` with
``0 <= time - n * step < step`` (`Durations.floor`). So what is rounded and compared later is
followed like any other time.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Sequence
from fractions import Fraction
from types import NotImplementedType
from typing import Any, Self, TypeGuard

from lockstep.clock import MICROSECONDS
from lockstep.explore.observe.followed import (
    Pinned,
    Signed,
    is_followed,
    pass_for,
    pin_all,
    plain,
)
from lockstep.explore.observe.linear import NOTHING, Linear, constant
from lockstep.objects.inspection import is_a

#: A factor that is a float stands for the fraction with such a denominator at most, if it is as
#: near as floats are: 0.1 for 1/10.
_PRECISE, _NEAR = 10**9, Fraction(1, 2**51)
#: From here on a float is too large to be a time.
_TOO_LARGE = 1e15


def linear_of(value: object) -> Linear | None:
    """Return the sum that a number is; None for what is none, or too large to be a time."""
    if is_followed(value):
        linear: Linear | None = getattr(value, "linear", None)
        return linear if issubclass(type(value), int | float) else None
    if is_a(value, int):
        return Linear({}, Fraction(int.__int__(value) * MICROSECONDS))
    return constant(value) if _is_number(value) else None


def _is_number(value: object) -> TypeGuard[float]:
    """Return whether something is a plain number, and no larger than a time can be."""
    return not is_followed(value) and is_a(value, (int, float)) and abs(value) < _TOO_LARGE


def _step(value: object) -> Fraction | None:
    """Return what a time can be rounded down to a multiple of; None for what is no such number."""
    kind = type(value)
    if kind not in (int, float) or not is_a(value, (int, float)) or not 0 < value < math.inf:
        return None
    return Fraction(value)


def _factor(value: object) -> Fraction | None:
    """Return by what a number multiplies; None for what cannot be followed."""
    return Fraction(value) if _is_number(value) else None


def _simplest(factor: Fraction) -> Fraction:
    """Return what a factor stands for that was computed with floats."""
    found = factor.limit_denominator(_PRECISE)
    return found if abs(found - factor) <= abs(factor) * _NEAR else factor


class _Number(Signed):
    __slots__ = ()
    _linear_of = staticmethod(linear_of)

    def __mul__(self, other: object) -> object:
        factor = _factor(other)
        if factor is None:
            return self._made(operator.mul, other)
        return self._with(plain(self) * other, NOTHING.plus(self._linear, _simplest(factor)))

    __rmul__ = __mul__

    def __truediv__(self, other: object) -> object:
        factor = _factor(other)
        if not factor:
            return self._made(operator.truediv, other)
        return self._with(plain(self) / other, NOTHING.plus(self._linear, _simplest(1 / factor)))

    def __floordiv__(self, other: object) -> object:
        step = _step(other)
        whole = self._times_within(step)
        if step is None or whole is None:
            return self._made(operator.floordiv, other)
        return self._with(plain(self) // other, NOTHING.plus(whole, 1 / step))

    def __mod__(self, other: object) -> object:
        whole = self._times_within(_step(other))
        if whole is None:
            return self._made(operator.mod, other)
        return self._with(plain(self) % other, self._linear.plus(whole, -1))

    def __divmod__(self, other: object) -> object:
        return self // other, self % other

    def _times_within(self, step: Fraction | None) -> Linear | None:
        """Return the largest multiple of ``step`` that is not more than it; None if unknown."""
        if step is None:
            return None
        return self._durations.floor(self._linear, step * MICROSECONDS)

    def _made[Value](self, operation: Callable[..., Value], *others: object) -> Value:
        """Make something of it that is not followed any further, but may only be shown."""
        made = operation(plain(self), *map(plain, others))
        if type(made) in _UNFOLLOWED:
            sources = [each for each in (self, *others) if is_followed(each)]
            found: Value = _UNFOLLOWED[type(made)].of(made, sources)
            return found
        if type(made) not in (str, NotImplementedType):
            pin_all(self, *others)
        return made

    def __reduce__(self) -> tuple[object, ...]:
        self.pin()
        return type(plain(self)), (plain(self),)


# misc: what a time gives with another number is followed where it can be, so it is no float alone
class Seconds(_Number, float):  # type: ignore[misc]
    """A time, or a length of time, that a program has from a clock; a float in all else."""

    __slots__ = ("__weakref__", "_durations", "_linear")

    def __floor__(self) -> int:
        whole = self._times_within(Fraction(1))
        if whole is None:
            rounded: int = self._made(math.floor)
            return rounded
        return self._with(math.floor(plain(self)), whole)


class _Mark:
    """Lives as long as a number, of which no weak reference can be had."""

    def __init__(self, linear: Linear) -> None:
        self.linear = linear


class Ticks(_Number, int):  # type: ignore[misc]
    """A whole number that a program has from a clock; an int in all else."""

    _mark: _Mark

    def _note(self) -> None:
        self._mark = _Mark(self._linear)  # it lives as long; no int can be referred to weakly
        self._durations.made(self._mark)

    def __trunc__(self) -> Self:
        return self

    __floor__ = __ceil__ = __trunc__


class _Unfollowed:
    """A number that was made of times, in a way that is not followed: it is all right to show it.

    As soon as it decides anything, the times are those of this execution, and no others.
    """

    _sources: Sequence[Pinned]

    @classmethod
    def of(cls, value: object, sources: Sequence[Pinned]) -> Self:
        """Return ``value`` as it was made of ``sources``."""
        made = cls(value)  # type: ignore[call-arg]
        made._sources = sources
        return made

    def pin(self) -> None:
        """It decides something."""
        pin_all(*self._sources)


class _Float(_Unfollowed, float):
    pass


class _Int(_Unfollowed, int):
    pass


# Any: each passes for the type that it is found by
_UNFOLLOWED: dict[type, Any] = {float: _Float, int: _Int}
pass_for(float, Seconds, float.__float__)
pass_for(float, _Float, float.__float__)
pass_for(int, Ticks, int.__int__)
pass_for(int, _Int, int.__int__)


# --- what is not followed any further -------------------------------------------------------


def _making(base: type, name: str) -> Callable[..., object]:
    def method(self: _Number, *others: object) -> object:
        return self._made(getattr(base, name), *others)

    method.__name__ = name
    return method


def _deciding(base: type, name: str) -> Callable[..., object]:
    operate: Callable[..., object] = getattr(base, name)

    def method(self: object, *others: object) -> object:
        pin_all(self, *others)
        return operate(plain(self), *map(plain, others))

    method.__name__ = name
    return method


_DECIDING = "__float__ __int__ __trunc__ __index__".split()
_MAKING = (
    "__floor__ __ceil__ __round__ __pow__ __rpow__ __rtruediv__ __rfloordiv__ __rmod__ "
    "__rdivmod__ __and__ __or__ __xor__ __rand__ __ror__ __rxor__ __invert__ __lshift__ "
    "__rshift__ __rlshift__ __rrshift__ is_integer as_integer_ratio hex bit_length bit_count "
    "to_bytes"
).split()
_DECIDING_WHEN_UNFOLLOWED = (
    "__hash__ __lt__ __le__ __gt__ __ge__ __eq__ __ne__ __bool__ __add__ __radd__ __sub__ "
    "__rsub__ __mul__ __rmul__ __truediv__ __rtruediv__ __floordiv__ __rfloordiv__ __mod__ "
    "__rmod__ __divmod__ __rdivmod__ __pow__ __rpow__ __neg__ __abs__ __round__ __and__ __or__ "
    "__xor__ __lshift__ __rshift__"
).split()


def _fill(kind: type, base: type, names: list[str], how: Callable[[type, str], object]) -> None:
    """Give a class those methods of ``base`` that it does not have of its own."""
    for name in names:
        if hasattr(base, name) and name not in vars(kind):
            setattr(kind, name, how(base, name))


_fill(Seconds, float, _MAKING, _making)
_fill(Seconds, float, _DECIDING, _deciding)
_fill(Ticks, int, _MAKING, _deciding)  # a bit, or a remainder, is no time that is only shown
_fill(Ticks, int, _DECIDING, _deciding)
_fill(_Float, float, _DECIDING_WHEN_UNFOLLOWED + _DECIDING, _deciding)
_fill(_Int, int, _DECIDING_WHEN_UNFOLLOWED + _DECIDING, _deciding)

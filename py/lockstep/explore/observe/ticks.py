"""Whole numbers that know of which durations they are the sum: ``time_ns()``, ``int(time())``.

A time rounded down to a whole number of anything is one unknown more: a whole number ``n`` with
``0 <= time - n * step < step`` (`Durations.floor`). So what is rounded and compared later is
followed like any other time. `int()` itself makes plain numbers, so where times are followed the
program is compiled with another function in place of a call of `int` or `float`.
"""

from __future__ import annotations

import ast
import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from lockstep.clock import MICROSECONDS
from lockstep.explore.observe.durations import (
    FOLLOWED,
    NOTHING,
    Durations,
    Linear,
    Seconds,
    compare,
    linear_of,
    plain,
)

#: What is called in place of a builtin; no name of a program's.
_INSTEAD = {"int": "@int", "float": "@float"}


class _Mark:
    """Lives as long as a number, of which no weak reference can be had."""

    def __init__(self, linear: Linear) -> None:
        self.linear = linear


class Ticks(int):  # noqa: PLW1641 - its __hash__ is below
    """A whole number that a program has from a clock; an int in all else."""

    _durations: Durations
    _linear: Linear
    _mark: _Mark

    @classmethod
    def of(cls, value: int, linear: Linear, durations: Durations) -> Ticks:
        """Return ``value``, of which a million times is the sum ``linear``."""
        made = cls(value)
        made._durations, made._linear = durations, linear
        made._mark = _Mark(linear)
        durations.made(made._mark)
        return made

    @property
    def linear(self) -> Linear:
        """The sum of durations that it is."""
        return self._linear

    def pin(self) -> None:
        """It decides something by another way than a comparison."""
        self._durations.pin(self._linear)

    def _with(self, value: Any, linear: Linear) -> Any:
        kind = Ticks if type(value) is int else Seconds
        return kind.of(value, linear, self._durations)

    def _compared(self, other: Any, sign: str) -> Any:
        others = linear_of(other)
        if others is None:
            return NotImplemented
        truth = bool(compare(sign, plain(self), plain(other)))
        self._durations.compared(self._linear, others, sign, truth)
        return truth

    def __lt__(self, other: Any) -> Any:
        return self._compared(other, "<")

    def __le__(self, other: Any) -> Any:
        return self._compared(other, "<=")

    def __gt__(self, other: Any) -> Any:
        return self._compared(other, ">")

    def __ge__(self, other: Any) -> Any:
        return self._compared(other, ">=")

    def __eq__(self, other: object) -> Any:
        return self._compared(other, "==")

    def __ne__(self, other: object) -> Any:
        return self._compared(other, "!=")

    def __bool__(self) -> bool:
        return bool(self._compared(0, "!="))

    def __add__(self, other: Any) -> Any:
        others = linear_of(other)
        if others is None:
            return NotImplemented
        return self._with(plain(self) + plain(other), self._linear.plus(others))

    __radd__ = __add__

    def __sub__(self, other: Any) -> Any:
        others = linear_of(other)
        if others is None:
            return NotImplemented
        return self._with(plain(self) - plain(other), self._linear.plus(others, -1))

    def __rsub__(self, other: Any) -> Any:
        others = linear_of(other)
        if others is None:
            return NotImplemented
        return self._with(plain(other) - plain(self), others.plus(self._linear, -1))

    def __neg__(self) -> Any:
        return self._with(-plain(self), NOTHING.plus(self._linear, -1))

    def __pos__(self) -> Any:
        return self

    def __abs__(self) -> Any:
        return -self if self < 0 else self

    def __mul__(self, other: Any) -> Any:
        if type(other) not in (int, float):
            return _pinning("__mul__")(self, other)
        return self._with(plain(self) * other, NOTHING.plus(self._linear, Fraction(other)))

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Any:
        if type(other) not in (int, float) or not other:
            return _pinning("__truediv__")(self, other)
        return self._with(plain(self) / other, NOTHING.plus(self._linear, 1 / Fraction(other)))

    def __floordiv__(self, other: Any) -> Any:
        whole = _times_within(self, other)
        if whole is None:
            return _pinning("__floordiv__")(self, other)
        return self._with(plain(self) // other, NOTHING.plus(whole, 1 / Fraction(other)))

    def __mod__(self, other: Any) -> Any:
        whole = _times_within(self, other)
        if whole is None:
            return _pinning("__mod__")(self, other)
        return self._with(plain(self) % other, self._linear.plus(whole, -1))

    def __divmod__(self, other: Any) -> Any:
        return self // other, self % other

    def __trunc__(self) -> Any:
        return self

    __floor__ = __ceil__ = __trunc__

    def __copy__(self) -> Any:
        return self

    def __deepcopy__(self, memo: object) -> Any:
        return self

    def __reduce__(self) -> Any:
        return int, (plain(self),)


def _times_within(time: Any, step: Any) -> Linear | None:
    """Return the largest multiple of ``step`` that is not more than ``time``; None if unknown."""
    if type(step) not in (int, float) or not 0 < step < math.inf:
        return None
    found: Linear | None = time._durations.floor(time.linear, Fraction(step) * MICROSECONDS)
    return found


def _pinning(name: str) -> Callable[..., Any]:
    def method(self: Any, *others: Any) -> Any:
        for each in (self, *others):
            if type(each) in FOLLOWED:
                each.pin()
        return getattr(int, name)(plain(self), *map(plain, others))

    method.__name__ = name
    return method


for _name in (
    "__hash__ __int__ __float__ __index__ __round__ __pow__ __rpow__ __rtruediv__ __rfloordiv__ "
    "__rmod__ __rdivmod__ __and__ __or__ __xor__ __rand__ __ror__ __rxor__ __invert__ "
    "__lshift__ __rshift__ __rlshift__ __rrshift__ bit_length bit_count to_bytes"
).split():
    setattr(Ticks, _name, _pinning(_name))
Ticks.__name__ = Ticks.__qualname__ = "int"  # as a program may print it
Ticks.__module__ = "builtins"
FOLLOWED[Ticks] = int.__int__


# --- times rounded down ---------------------------------------------------------------------


def _floor(self: Seconds) -> Any:
    whole = _times_within(self, 1)
    if whole is None:
        self.pin()
        return math.floor(plain(self))
    return Ticks.of(math.floor(plain(self)), whole, self._durations)


def _floor_divided(self: Seconds, other: Any) -> Any:
    whole = _times_within(self, other)
    if whole is None:
        return self._made(float.__floordiv__, other)
    of = NOTHING.plus(whole, 1 / Fraction(other))
    return Seconds.of(plain(self) // other, of, self._durations)


def _remainder(self: Seconds, other: Any) -> Any:
    whole = _times_within(self, other)
    if whole is None:
        return self._made(float.__mod__, other)
    return Seconds.of(plain(self) % other, self.linear.plus(whole, -1), self._durations)


def _divided_with_rest(self: Seconds, other: Any) -> Any:
    return self // other, self % other


for _name, _method in {
    "__floor__": _floor,
    "__floordiv__": _floor_divided,
    "__mod__": _remainder,
    "__divmod__": _divided_with_rest,
}.items():
    setattr(Seconds, _name, _method)


def whole_number(*given: Any) -> Any:
    """Return what ``int(...)`` does, of a time followed as well."""
    kind = type(given[0]) if len(given) == 1 else None
    if kind is Ticks:
        return given[0]
    if kind is Seconds and plain(given[0]) >= 0:
        return _floor(given[0])
    return int(*given)


def number(*given: Any) -> Any:
    """Return what ``float(...)`` does, of a time followed as well."""
    kind = type(given[0]) if len(given) == 1 else None
    if kind is Seconds:
        return given[0]
    if kind is Ticks:
        return Seconds.of(float(plain(given[0])), given[0].linear, given[0]._durations)
    return float(*given)


#: What a program needs as builtins that was compiled by `followed`.
BUILTINS = {"@int": whole_number, "@float": number}


def following_times(source: str) -> ast.Module:
    """Return a program whose calls of `int` and `float` keep following times."""
    tree = ast.parse(source)
    free = {name for name in _INSTEAD if not _is_bound(tree, name)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            is_plain = len(node.args) == 1 and not node.keywords
            if node.func.id in free and is_plain and not isinstance(node.args[0], ast.Starred):
                node.func.id = _INSTEAD[node.func.id]
    return tree


def _is_bound(tree: ast.AST, name: str) -> bool:
    """Return whether a program gives a name a meaning of its own."""
    return any(
        name in (getattr(node, "name", None), getattr(node, "asname", None))
        or (isinstance(node, ast.arg) and node.arg == name)
        or (isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Store))
        for node in ast.walk(tree)
    )

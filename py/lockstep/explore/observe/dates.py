"""Dates that know of which durations they are the sum, as `Seconds` does of numbers.

`Moment` is what ``datetime.now()`` returns and `Span` the difference of two. Adding, subtracting,
scaling by numbers and comparing are followed. To show one is all right; whatever else is taken
from it (a year, an hour, its hash) decides by another way, so it is pinned to this execution's.
What C makes of them without asking (``plain_datetime + span``) is not followed.
"""

from __future__ import annotations

import datetime
import operator
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
    plain,
)

_Date, _Delta = datetime.datetime, datetime.timedelta
_BEGAN = {False: _Date(1970, 1, 1), True: _Date(1970, 1, 1, tzinfo=datetime.UTC)}
_LEAST = _Delta(microseconds=1)


class _Followed:
    """What both have in common; ``_base`` is the class of the library that they stand for."""

    __slots__ = ()
    _base: Any
    _durations: Durations
    _linear: Linear

    @property
    def linear(self) -> Linear:
        """The sum of durations that it is."""
        return self._linear

    @classmethod
    def of(cls, value: Any, linear: Linear, durations: Durations) -> Any:
        """Return ``value`` as the sum ``linear``."""
        arguments = value.__reduce_ex__(4)[1]
        made: Any = cls.__new__(cls, *arguments)
        made._linear, made._durations = linear, durations
        durations.made(made)
        return made

    def plain(self) -> Any:
        """Return what it is in this execution."""
        return self._base(*self._base.__reduce__(self)[1])

    def pin(self) -> None:
        """It decides something by another way than a comparison."""
        self._durations.pin(self._linear)

    def _compared(self, other: Any, sign: str) -> Any:
        mine, theirs = self.plain(), plain(other)
        if type(theirs) is not self._base:
            return NotImplemented
        truth = bool(compare(sign, mine, theirs))  # where zones do not fit, this raises
        self._durations.compared(self._linear, _linear_of(other), sign, truth)
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

    def __hash__(self) -> int:
        self.pin()
        return hash(self.plain())

    def __repr__(self) -> str:
        return repr(self.plain())

    def __reduce__(self) -> Any:
        return self._base.__reduce__(self.plain())

    def __reduce_ex__(self, protocol: Any) -> Any:
        return self.plain().__reduce_ex__(protocol)

    def _sum(self, other: Any, sign: int) -> Any:
        """Return this and a length of time, or less it."""
        if type(plain(other)) is not _Delta:
            return NotImplemented
        value = self.plain() + plain(other) if sign > 0 else self.plain() - plain(other)
        return type(self).of(value, self._linear.plus(_linear_of(other), sign), self._durations)

    def __add__(self, other: Any) -> Any:
        return self._sum(other, 1)

    __radd__ = __add__


class Moment(_Followed, datetime.datetime):
    """A moment that a program has from ``datetime.now()``."""

    __slots__ = ("__weakref__", "_durations", "_linear")
    _base = _Date

    def __sub__(self, other: Any) -> Any:
        if type(plain(other)) is not _Date:
            return self._sum(other, -1)
        linear = self._linear.plus(_linear_of(other), -1)
        return Span.of(self.plain() - plain(other), linear, self._durations)

    def __rsub__(self, other: Any) -> Any:
        if type(plain(other)) is not _Date:
            return NotImplemented
        linear = _linear_of(other).plus(self._linear, -1)
        return Span.of(plain(other) - self.plain(), linear, self._durations)

    def timestamp(self) -> float:
        """Return the seconds since 1970, followed as well."""
        return Seconds.of(self.plain().timestamp(), self._linear, self._durations)

    def astimezone(self, tz: Any = None) -> Any:
        """Return the same moment elsewhere."""
        return type(self).of(self.plain().astimezone(tz), self._linear, self._durations)

    def replace(self, *given: Any, **named: Any) -> Any:
        """Return the moment with other parts; only its zone can be left or put on unnoticed."""
        value = self.plain().replace(*given, **named)
        if not given and named.keys() == {"tzinfo"} and named["tzinfo"] in (None, datetime.UTC):
            return type(self).of(value, self._linear, self._durations)
        self.pin()
        return value


class Span(_Followed, datetime.timedelta):
    """A length of time between two moments of which one is a `Moment`."""

    __slots__ = ("__weakref__", "_durations", "_linear")
    _base = _Delta

    def _with(self, value: Any, linear: Linear) -> Any:
        return Span.of(value, linear, self._durations)

    def __sub__(self, other: Any) -> Any:
        return self._sum(other, -1)

    def __rsub__(self, other: Any) -> Any:
        return -self + other

    def __neg__(self) -> Any:
        return self._with(-self.plain(), NOTHING.plus(self._linear, -1))

    def __pos__(self) -> Any:
        return self

    def __abs__(self) -> Any:
        return -self if self < _Delta() else self

    def __bool__(self) -> bool:
        return bool(self._compared(_Delta(), "!="))

    def __mul__(self, other: Any) -> Any:
        if type(other) is int:
            return self._with(self.plain() * other, NOTHING.plus(self._linear, other))
        self.pin()
        return self.plain() * plain(other)

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Any:
        if type(other) is _Delta and other:
            scale = Fraction(MICROSECONDS, other // _LEAST)
            linear = NOTHING.plus(self._linear, scale)
            return Seconds.of(self.plain() / other, linear, self._durations)
        self.pin()
        return self.plain() / plain(other)

    def total_seconds(self) -> float:
        """Return it as seconds, followed as well."""
        return Seconds.of(self.plain().total_seconds(), self._linear, self._durations)


def _linear_of(value: Any) -> Linear:
    if type(value) in (Moment, Span):
        linear: Linear = value.linear
        return linear
    if type(value) is _Date:
        value = value - _BEGAN[value.utcoffset() is not None]
    return Linear({}, Fraction(value // _LEAST))


def _pinning(base: type, name: str) -> Callable[..., Any]:
    def method(self: Any, *others: Any) -> Any:
        self.pin()
        return getattr(base, name)(self.plain(), *map(plain, others))

    method.__name__ = name
    return method


def _showing(base: type, name: str) -> Callable[..., Any]:
    def method(self: Any, *others: Any) -> Any:
        return getattr(base, name)(self.plain(), *others)

    method.__name__ = name
    return method


def _pinned(base: type, name: str) -> property:
    def read(self: Any) -> Any:
        self.pin()
        return operator.attrgetter(name)(self.plain())

    return property(read)


for _name in "year month day hour minute second microsecond".split():
    setattr(Moment, _name, _pinned(_Date, _name))
for _name in (
    "date time timetz timetuple utctimetuple toordinal weekday isoweekday isocalendar"
).split():
    setattr(Moment, _name, _pinning(_Date, _name))
for _name in "strftime isoformat ctime utcoffset tzname dst __str__ __format__".split():
    setattr(Moment, _name, _showing(_Date, _name))
for _name in ("days", "seconds", "microseconds"):
    setattr(Span, _name, _pinned(_Delta, _name))
for (
    _name
) in "__floordiv__ __rfloordiv__ __mod__ __rmod__ __divmod__ __rdivmod__ __rtruediv__".split():
    if hasattr(_Delta, _name):
        setattr(Span, _name, _pinning(_Delta, _name))
setattr(Span, "__str__", _showing(_Delta, "__str__"))  # noqa: B010 - like the others above
for _kind, _of in ((Moment, _Date), (Span, _Delta)):  # as a program may print it
    _kind.__name__ = _kind.__qualname__ = _of.__name__
    _kind.__module__ = "datetime"
    FOLLOWED[_kind] = _kind.plain

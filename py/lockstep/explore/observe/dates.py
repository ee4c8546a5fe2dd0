"""Dates that know of which durations they are the sum, as `Seconds` and `Ticks` do of numbers.

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
from typing import Any, Self, SupportsIndex

from lockstep.clock import MICROSECONDS
from lockstep.explore.observe.followed import Followed, Signed, pass_for, plain
from lockstep.explore.observe.linear import NOTHING, Linear

_Date = datetime.datetime
_Delta = datetime.timedelta
_BEGAN = {False: _Date(1970, 1, 1), True: _Date(1970, 1, 1, tzinfo=datetime.UTC)}
_LEAST = _Delta(microseconds=1)


def _linear_of(value: object) -> Linear | None:
    """Return the sum that a date, or a length of time, is; None for what is neither."""
    if type(value) is Moment or type(value) is Span:
        return value.linear
    if type(value) is _Date:
        value = value - _BEGAN[value.utcoffset() is not None]
    return Linear({}, Fraction(value // _LEAST)) if type(value) is _Delta else None


class _Followed(Followed):
    """What both have in common; ``_base`` is the class of the library that they stand for."""

    __slots__ = ()
    _base: Any  # Any: made from what its own ``__reduce__`` gives
    _linear_of = staticmethod(_linear_of)

    @classmethod
    def _like(cls, value: object) -> Self:
        return cls.__new__(cls, *value.__reduce_ex__(4)[1])

    def plain(self) -> Any:  # Any: one of ``_base``
        """Return what it is in this execution."""
        return self._base(*self._base.__reduce__(self)[1])

    def _is_comparable(self, other: object) -> bool:
        return type(plain(other)) is self._base

    def __repr__(self) -> str:
        return repr(self.plain())

    def __reduce__(self) -> str | tuple[object, ...]:
        return self.__reduce_ex__(2)

    def __reduce_ex__(self, protocol: SupportsIndex) -> str | tuple[object, ...]:
        self.pin()
        made: tuple[object, ...] = self.plain().__reduce_ex__(protocol)
        return made


# misc: what two dates give may be followed, whatever the library says that it is
class Moment(_Followed, datetime.datetime):  # type: ignore[misc]
    """A moment that a program has from ``datetime.now()``."""

    __slots__ = ("__weakref__", "_durations", "_linear")
    _base = _Date

    def timestamp(self) -> float:
        """Return the seconds since 1970, followed as well."""
        seconds: float = self.plain().timestamp()
        return self._with(seconds, self._linear)

    def astimezone(self, tz: datetime.tzinfo | None = None) -> Self:
        """Return the same moment elsewhere."""
        value: Self = self.plain().astimezone(tz)
        return self._with(value, self._linear)

    def replace(self, *given: object, **named: object) -> Self:
        """Return the moment with other parts; only its zone can be left or put on unnoticed."""
        value: Self = self.plain().replace(*given, **named)
        if not given and named.keys() == {"tzinfo"} and named["tzinfo"] in (None, datetime.UTC):
            return self._with(value, self._linear)
        self.pin()
        return value


class Span(_Followed, Signed, datetime.timedelta):  # type: ignore[misc]
    """A length of time between two moments of which one is a `Moment`."""

    __slots__ = ("__weakref__", "_durations", "_linear")
    _base = _Delta

    def __mul__(self, other: object) -> datetime.timedelta:
        product: datetime.timedelta = self.plain() * plain(other)
        if type(other) is int:
            return self._with(product, NOTHING.plus(self._linear, other))
        self.pin()
        return product

    __rmul__ = __mul__

    def __truediv__(self, other: object) -> object:  # type: ignore[override]  # of either kind
        if type(other) is _Delta and other:
            scale = Fraction(MICROSECONDS, other // _LEAST)
            linear = NOTHING.plus(self._linear, scale)
            return self._with(self.plain() / other, linear)
        self.pin()
        return self.plain() / plain(other)

    def total_seconds(self) -> float:
        """Return it as seconds, followed as well."""
        seconds: float = self.plain().total_seconds()
        return self._with(seconds, self._linear)


def _pinning(base: type, name: str) -> Callable[..., object]:
    def method(self: _Followed, *others: object) -> object:
        self.pin()
        return getattr(base, name)(self.plain(), *map(plain, others))

    method.__name__ = name
    return method


def _showing(base: type, name: str) -> Callable[..., object]:
    def method(self: _Followed, *others: object) -> object:
        return getattr(base, name)(self.plain(), *others)

    method.__name__ = name
    return method


def _pinned(base: type, name: str) -> property:
    def read(self: _Followed) -> object:
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
pass_for(_Date, Moment, Moment.plain)
pass_for(_Delta, Span, Span.plain)

"""Values that know of which durations they are the sum, where a program expects plain ones.

Adding, scaling and comparing are followed: a comparison is a constraint on the durations. To show
a value is all right; whatever else is made of it decides in another way, so it is pinned to what
it is in this execution.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any, Protocol, Self, TypeGuard

from lockstep.explore.observe.durations import Durations
from lockstep.explore.observe.linear import NOTHING, Linear

#: The types that stand for one of the library's, and what makes such a one of them.
FOLLOWED: dict[type, Callable[[Any], Any]] = {}  # Any: each takes its own type
#: By which type, a `Followed`, a value of the library's is followed.
_KINDS: dict[type, Any] = {}  # Any: what follows a value passes for it
_OPERATORS: dict[str, Callable[..., object]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
    "==": operator.eq, "!=": operator.ne,
}  # fmt: skip


class Pinned(Protocol):
    """One of `FOLLOWED`."""

    def pin(self) -> None:
        """It decides something in another way than by comparing."""


def is_followed(value: object) -> TypeGuard[Pinned]:
    """Return whether a value stands for one of the library's."""
    return type(value) in FOLLOWED


def plain[Value](value: Value) -> Value:
    """Return what a number, or a date, is in this execution."""
    made = FOLLOWED.get(type(value))
    if made is None:
        return value
    found: Value = made(value)
    return found


def pass_for[Kind](base: type, kind: type[Kind], plainly: Callable[[Kind], object]) -> None:
    """Let a type stand for ``base``, also as a program may print it; ``plainly`` undoes it."""
    FOLLOWED[kind] = plainly
    kind.__name__ = kind.__qualname__ = base.__name__
    kind.__module__ = base.__module__
    if issubclass(kind, Followed):
        _KINDS[base] = kind


def pin_all(*values: object) -> None:
    """Those of the values that are followed decide something in another way than by comparing."""
    for each in values:
        if is_followed(each):
            each.pin()


class Followed:
    """What all have in common; a class beside it says what it stands for (`pass_for`)."""

    __slots__ = ()
    _durations: Durations
    _linear: Linear

    @staticmethod
    def _linear_of(value: object) -> Linear | None:
        """Return the sum that a value is; None for what cannot be added to this."""
        raise NotImplementedError

    @classmethod
    def of(cls, value: object, linear: Linear, durations: Durations) -> Self:
        """Return ``value`` as the sum ``linear``, in microseconds."""
        made = cls._like(value)
        made._durations, made._linear = durations, linear  # type: ignore[misc]  # slots below
        made._note()
        return made

    def _note(self) -> None:
        """Let the durations know that there is this sum, as long as there is."""
        self._durations.made(self)

    @classmethod
    def _like(cls, value: object) -> Self:
        """Return one of this class that is equal to a plain value."""
        return cls(value)  # type: ignore[call-arg]

    @property
    def durations(self) -> Durations:
        """What the sum is made of."""
        return self._durations

    @property
    def linear(self) -> Linear:
        """The sum of durations that it is."""
        return self._linear

    def pin(self) -> None:
        """It decides something in another way than by comparing."""
        self._durations.pin(self._linear)

    def _with[Value](self, value: Value, linear: Linear) -> Value:
        """Return a value made of this one, as the sum ``linear`` if its type can be followed."""
        kind = _KINDS.get(type(value))
        if kind is None:
            self.pin()
            return value
        found: Value = kind.of(value, linear, self._durations)
        return found

    def _is_comparable(self, other: object) -> bool:
        return True

    def _compared(self, other: object, sign: str) -> bool:
        others = self._linear_of(other) if self._is_comparable(other) else None
        if others is None:
            return NotImplemented  # type: ignore[no-any-return]
        truth = bool(_OPERATORS[sign](plain(self), plain(other)))
        self._durations.compared(self._linear, others, sign, truth)
        return truth

    def __lt__(self, other: object) -> bool:
        return self._compared(other, "<")

    def __le__(self, other: object) -> bool:
        return self._compared(other, "<=")

    def __gt__(self, other: object) -> bool:
        return self._compared(other, ">")

    def __ge__(self, other: object) -> bool:
        return self._compared(other, ">=")

    def __eq__(self, other: object) -> bool:
        return self._compared(other, "==")

    def __ne__(self, other: object) -> bool:
        return self._compared(other, "!=")

    def __hash__(self) -> int:
        self.pin()
        return hash(plain(self))

    def __add__(self, other: object) -> object:
        others = self._linear_of(other)
        if others is None:
            return NotImplemented
        return self._with(plain(self) + plain(other), self._linear.plus(others))

    __radd__ = __add__

    def __sub__(self, other: object) -> object:
        others = self._linear_of(other)
        if others is None:
            return NotImplemented
        return self._with(plain(self) - plain(other), self._linear.plus(others, -1))

    def __rsub__(self, other: object) -> object:
        others = self._linear_of(other)
        if others is None:
            return NotImplemented
        return self._with(plain(other) - plain(self), others.plus(self._linear, -1))

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: object) -> Self:
        return self


class Signed(Followed):
    """A value that can be less than nothing."""

    __slots__ = ()

    @property
    def _zero(self) -> Self:
        return type(plain(self))()

    def __bool__(self) -> bool:
        return bool(self._compared(self._zero, "!="))

    def __neg__(self) -> object:
        return self._with(-plain(self), NOTHING.plus(self._linear, -1))

    def __pos__(self) -> Self:
        return self

    def __abs__(self) -> object:
        return -self if self < self._zero else self

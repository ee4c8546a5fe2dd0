"""How long things took, as far as the program can tell: not one number, but all that are possible.

Under ``latency any`` a sleep takes at least as long as it says, and any time longer; a step takes
no time. So what a clock says is a sum of unknowns, one for each boundary at which something
arrived. `Seconds` is a float that knows which sum. Adding, scaling by numbers and comparing are
followed; each comparison is a constraint on the unknowns, and where it could have come out
otherwise, that is a choice like any other. An execution is always carried out with numbers that
satisfy its constraints, so that all that it does is really possible; the other side of a
comparison is executed again from the beginning with other numbers.

Times are whole microseconds, and so is the least that one differs from another.

Sources: J. C. King, "Symbolic execution and program testing", CACM 1976; concrete beside symbolic
values: P. Godefroid, N. Klarlund, K. Sen, "DART", PLDI 2005; the dual simplex method: C. E.
Lemke, Naval Research Logistics 1954, with the rule of R. G. Bland, 1977.
"""

from __future__ import annotations

import math
import operator
import weakref
from collections.abc import Callable, Hashable, Mapping
from fractions import Fraction
from typing import Any

from lockstep.clock import MICROSECONDS

#: What a comparison adds to the history of an execution, by the way in which it came out.
DECIDED = (-10, -11, -12)
#: Pivots after which it is given up to find durations.
MOST_PIVOTS = 200
#: How often durations are looked for with one of them more, or less, than it came out.
MOST_BRANCHES = 40
#: Denominators of factors: a rate such as 1/3 is followed to this precision.
_PRECISE = 10**9
#: From here on unknowns are no durations, but how often a step fits into a time.
_FLOORS = 10**9
#: Less than any difference of two times, whatever they are multiplied by.
_LEAST_PART = Fraction(1, 10**12)
#: Times of a program beyond which those that are gone are looked for.
_MANY = 100


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


def _in_whole(linear: Linear) -> Linear:
    """Return a constraint that holds for the same whole microseconds, and fewer others."""
    if not linear.of:
        return linear
    scale = math.lcm(*(c.denominator for c in linear.of.values()))
    step = Fraction(math.gcd(*(int(c * scale) for c in linear.of.values())), scale)
    return Linear({n: c / step for n, c in linear.of.items()}, Fraction(linear.rest // step))


NONE, ONE = Fraction(0), Fraction(1)
NOTHING = Linear({}, NONE)


def constant(seconds: float) -> Linear:
    """Return a fixed time."""
    return Linear({}, Fraction(round(Fraction(seconds) * MICROSECONDS)))


class Undecided(Exception):
    """Whether there are durations that satisfy all constraints took too long to find out."""


def possible(constraints: list[Linear], most: int = MOST_BRANCHES) -> dict[int, int] | None:
    """Return durations for which no constraint is negative; None if there are none.

    They are the least ones if these are whole numbers. Otherwise one of them is taken to be more
    or less than what lies between (A. H. Land, A. G. Doig, "An automatic method of solving
    discrete programming problems", Econometrica 1960).

    Raises:
        Undecided: that took too long.
    """
    todo = [constraints]
    for _ in range(most):
        if not todo:
            return None
        asked = todo.pop()
        found = _least([_in_whole(each) for each in asked])
        if found is None:
            continue
        whole = {number: -(-value.numerator // value.denominator)
                 for number, value in found.items()}  # fmt: skip
        if all(each.at(whole) >= 0 for each in asked):
            return whole
        number = next(n for n, value in found.items() if value.denominator > 1)
        up = Linear({number: Fraction(1)}, Fraction(-whole[number]))
        down = Linear({number: Fraction(-1)}, Fraction(whole[number] - 1))
        todo += ([*asked, down], [*asked, up])
    raise Undecided


def _least(constraints: list[Linear]) -> dict[int, Fraction] | None:
    """Return the least durations for which no constraint is negative; None if there are none.

    Loop invariant: no cost is negative, so that the first solution without a negative rest is the
    least (the dual simplex method).

    Raises:
        Undecided: that took too long.
    """
    numbers = sorted({number for each in constraints for number in each.of})
    rows = [[-each.of.get(n, NONE) for n in numbers] + [each.rest] for each in constraints]
    costs = [Fraction(1) for _ in numbers]
    columns: list[int] = list(range(len(numbers)))  # which variable each column stands for
    basis = [len(numbers) + place for place in range(len(rows))]
    for _ in range(MOST_PIVOTS):
        low = [place for place, row in enumerate(rows) if row[-1] < 0]
        if not low:
            return {numbers[b]: row[-1] for b, row in zip(basis, rows, strict=True)
                    if b < len(numbers)}  # fmt: skip
        row = min(low, key=basis.__getitem__)
        able = [c for c in range(len(columns)) if rows[row][c] < 0]
        if not able:
            return None
        column = min(able, key=lambda c: (costs[c] / -rows[row][c], columns[c]))
        _pivot(rows, costs, row, column)
        basis[row], columns[column] = columns[column], basis[row]
    raise Undecided


def _pivot(rows: list[list[Fraction]], costs: list[Fraction], row: int, column: int) -> None:
    """Let the variable of ``column`` and that of ``row`` change places."""
    chosen = rows[row]
    pivot = chosen[column]
    rows[row] = chosen = [value / pivot for value in chosen]
    chosen[column] = 1 / pivot
    for place, other in enumerate(rows):
        if place != row and other[column]:
            factor, other[column] = other[column], NONE
            rows[place] = [o - factor * c for o, c in zip(other, chosen, strict=True)]
    factor, costs[column] = costs[column], NONE
    for place in range(len(costs)):
        costs[place] -= factor * chosen[place]


def _key(linear: Linear) -> Hashable:
    return tuple(sorted(linear.of.items())), linear.rest


def _moments(linear: Linear, order: Mapping[int, int]) -> tuple[int, int] | None:
    """Return between which two moments all durations lie that a sum is made of.

    Moments are numbered by ``order``, and 0 is the beginning: (later, earlier) for a length of
    time, (earlier, later) for one to be taken away; None if it is made of others, too.
    """
    if not linear.of:
        return 0, 0
    first, last = min(linear.of), max(linear.of)
    if last >= _FLOORS:
        return None
    signs = set(linear.of.values())
    if signs not in ({1}, {-1}) or order[last] - order[first] + 1 != len(linear.of):
        return None
    ends = order[last], order[first] - 1
    return ends if signs == {1} else ends[::-1]


def _close(apart: list[list[Fraction | None]]) -> None:
    """Let each two moments be as far apart as follows from the others (Floyd, Warshall)."""
    places = range(len(apart))
    for middle in places:
        for a in places:
            first = apart[a][middle]
            if first is None:
                continue
            for b in places:
                second, known = apart[middle][b], apart[a][b]
                if second is not None and (known is None or first + second > known):
                    apart[a][b] = first + second


class Durations:
    """The unknowns of one execution, and what is known of them.

    Args:
        decide: called for a comparison that could have come out otherwise, with the way in which
            it came out, in how many it can, and durations for which it is the next one.
        unfollowed: called, in place of all that, as soon as a time decides anything.

    Attributes:
        known: the constraints; none is negative.
        taken: the durations of this execution, by boundary.
        was_pinned: the program has made something else of a time than it is followed through.
        has_decided: a comparison could have come out otherwise.
    """

    def __init__(
        self,
        decide: Callable[[int, int, dict[int, int]], None],
        unfollowed: Callable[[], None] | None = None,
    ) -> None:
        self._decide, self._unfollowed = decide, unfollowed
        self.known: list[Linear] = []
        self.taken: dict[int, int] = {}
        self._live: list[weakref.ref[Any]] = []
        self._floors: list[int] = []
        self._kept = 0
        self.was_pinned = self.has_decided = False

    def state(self, now: Linear, pending: list[Linear]) -> Hashable:
        """Return what decides all that can follow, as far as it is about time.

        That is: which values the times can have together that can still be asked for. Where all
        that is known are differences of two moments, it is how far each two of those times are
        apart at least (the zones of R. Alur, D. Dill, "A theory of timed automata", 1994).
        """
        self._live = [each for each in self._live if each() is not None]
        alive = [time.linear for ref in self._live if (time := ref()) is not None]
        asked = [NOTHING, now, *pending, *alive]
        zone = self._zone(asked)
        if zone is None:
            return tuple(map(_key, self.known)), tuple(map(_key, asked))
        return zone

    def _zone(self, asked: list[Linear]) -> Hashable:
        arrivals = sorted(number for number in self.taken if number < _FLOORS)
        order = {number: place + 1 for place, number in enumerate(arrivals)}
        moments = [_moments(each, order) for each in (*self.known, *asked)]
        if any(m is None for m in moments) or any(m[1] for m in moments[len(self.known) :] if m):
            return None  # of those asked for, only moments themselves are told apart so
        size = len(order) + 1
        apart = [[NONE if a >= b else None for b in range(size)] for a in range(size)]
        for each, (later, earlier) in zip(self.known, moments, strict=False):  # type: ignore[misc]
            bound = apart[later][earlier]
            apart[later][earlier] = -each.rest if bound is None else max(bound, -each.rest)
        _close(apart)
        places = [(moment[0], each.rest) for moment, each in  # type: ignore[index]
                  zip(moments[len(self.known) :], asked, strict=True)]  # fmt: skip
        return tuple(
            None if (least := apart[a][b]) is None else least + rest - other
            for a, rest in places for b, other in places
        )  # fmt: skip

    def made(self, time: Any) -> None:
        """The program has one more time."""
        self._live.append(weakref.ref(time))
        if len(self._live) > _MANY and len(self._live) > 2 * self._kept:
            self._live = [each for each in self._live if each() is not None]
            self._kept = len(self._live)

    def floor(self, of: Linear, step: Fraction) -> Linear | None:
        """Return the largest multiple of ``step`` that is not more than ``of``; None if unknown.

        How many times ``step`` it is, is an unknown of its own, counted from the least possible.
        """
        if any(factor < 0 for factor in of.of.values()):
            return None
        least = of.rest // step
        if not of.of:
            return Linear({}, least * step)
        number = _FLOORS + len(self._floors)
        self._floors.append(number)
        self.taken[number] = int(of.at(self.taken) // step - least)
        whole = Linear({number: step}, least * step)
        self.require(of.plus(whole, -1))
        self.require(whole.plus(of, -1).moved(step - _LEAST_PART))
        return whole

    def require(self, constraint: Linear) -> None:
        """Add what holds in this execution."""
        if not constraint.is_never_negative:
            self.known.append(constraint)

    def compared(self, left: Linear, right: Linear, sign: str, truth: bool) -> None:
        """Take in a comparison that came out as ``truth``."""
        difference = left.plus(right, -1)
        if not difference.of:
            return
        if self._unfollowed is not None:
            self._unfollowed()
            return
        sides = _sides(difference, sign)
        is_equality = len(sides) > 2
        here = _sign(difference.at(self.taken)) + 1 if is_equality else int(truth)
        others = [(side, self._possible_with(sides[side])) for side in range(len(sides))
                  if side != here]  # fmt: skip
        can_be = [(side, found) for side, found in others if found is not None]
        for constraint in sides[here]:
            if constraint.at(self.taken) >= 0:  # else floats are less exact than a microsecond
                self.require(constraint)
        if can_be:
            self.has_decided = True
            later = [found for side, found in can_be if side > here]
            self._decide(here, 1 + len(can_be), (later or [can_be[0][1]])[0])

    def _possible_with(self, more: list[Linear]) -> dict[int, int] | None:
        try:
            return possible([*self.known, *more])
        except Undecided:
            self.was_pinned = True
            return None

    def pin(self, value: Linear) -> None:
        """The program makes something else of a time: it is what it is in this execution."""
        if value.of and self._unfollowed is not None:
            self._unfollowed()
        elif value.of:
            self.was_pinned = True
            now = value.at(self.taken)
            self.require(value.moved(-now))
            self.require(NOTHING.plus(value, -1).moved(now))


def _sides(d: Linear, sign: str) -> list[list[Linear]]:
    """Return in which ways a comparison of ``d`` with 0 can come out, as constraints.

    That is: untrue, true; or, where it is whether they are equal: less, equal, more.
    """
    minus = NOTHING.plus(d, -1)
    less, more = [minus.moved(-1)], [d.moved(-1)]
    if sign in ("==", "!="):
        return [less, [minus, d], more]
    true, false = {
        "<": (less, [d]), "<=": ([minus], more), ">": (more, [minus]), ">=": ([d], less),
    }[sign]  # fmt: skip
    return [false, true]


def _sign(value: Fraction) -> int:
    return (value > 0) - (value < 0)


_OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
    "==": operator.eq, "!=": operator.ne,
}  # fmt: skip


def compare(sign: str, left: Any, right: Any) -> Any:
    """Return what a comparison by its sign comes to."""
    return _OPERATORS[sign](left, right)


class Seconds(float):  # noqa: PLW1641 - its __hash__ is below
    """A time, or a length of time, that a program has from a clock; a float in all else."""

    __slots__ = ("__weakref__", "_durations", "_linear")
    _durations: Durations
    _linear: Linear

    @classmethod
    def of(cls, value: float, linear: Linear, durations: Durations) -> Seconds:
        """Return a time of ``value`` seconds that is the sum ``linear``."""
        made = cls(value)
        made._durations, made._linear = durations, linear
        durations.made(made)
        return made

    @property
    def linear(self) -> Linear:
        """The sum of durations that it is."""
        return self._linear

    def _with(self, value: float, linear: Linear) -> Seconds:
        return Seconds.of(value, linear, self._durations)

    def _compared(self, other: Any, sign: str) -> Any:
        mine, others = plain(self), linear_of(other)
        if others is None:
            return NotImplemented
        truth = bool(compare(sign, mine, plain(other)))
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
        return bool(self._compared(0.0, "!="))

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

    def __neg__(self) -> Seconds:
        return self._with(-plain(self), NOTHING.plus(self._linear, -1))

    def __pos__(self) -> Seconds:
        return self

    def __abs__(self) -> Seconds:
        return -self if self < 0 else self

    def __mul__(self, other: Any) -> Any:
        if not _is_number(other):
            return self._made(operator.mul, other)
        factor = Fraction(other).limit_denominator(_PRECISE)
        return self._with(plain(self) * other, NOTHING.plus(self._linear, factor))

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Any:
        if not _is_number(other) or other == 0:
            return self._made(operator.truediv, other)
        factor = 1 / Fraction(other)
        factor = factor.limit_denominator(_PRECISE)
        return self._with(plain(self) / other, NOTHING.plus(self._linear, factor))

    def pin(self) -> None:
        """It decides something by another way than a comparison."""
        self._durations.pin(self._linear)

    def _made(self, operation: Callable[..., Any], *others: Any) -> Any:
        """Make something of it that is not followed any further, but may only be shown."""
        made = operation(plain(self), *map(plain, others))
        sources = [each for each in (self, *others) if type(each) in FOLLOWED]
        return _FollowedTo[type(made)].of(made, sources) if type(made) in _FollowedTo else made

    def __reduce__(self) -> Any:
        return float, (plain(self),)

    def __copy__(self) -> Seconds:
        return self

    def __deepcopy__(self, memo: object) -> Seconds:
        return self


def plain(value: Any) -> Any:
    """Return what a number, or a date, is in this execution."""
    made = FOLLOWED.get(type(value))
    return value if made is None else made(value)


def _is_number(value: Any) -> bool:
    return type(value) in (int, float) and abs(value) < 1e15


def linear_of(value: Any) -> Linear | None:
    """Return the sum that a number is; None for what is none, or too large to be a time."""
    kind = type(value)
    if kind is int:
        return Linear({}, Fraction(value * MICROSECONDS))
    if kind in FOLLOWED:
        linear: Linear | None = getattr(value, "linear", None)
        return linear if issubclass(kind, int | float) else None
    return constant(value) if _is_number(value) else None


def _not_followed(name: str) -> Callable[..., Any]:
    def method(self: Seconds, *others: Any) -> Any:
        return self._made(getattr(float, name), *others)

    method.__name__ = name
    return method


def _deciding(base: type, name: str) -> Callable[..., Any]:
    def method(self: Any, *others: Any) -> Any:
        for each in (self, *others):
            if type(each) in FOLLOWED:
                each.pin()
        return getattr(base, name)(plain(self), *map(plain, others))

    method.__name__ = name
    return method


class _Made:
    """A number that was made of times, in a way that is not followed: it is all right to show it.

    As soon as it decides anything, the times are those of this execution, and no others.
    """

    _sources: list[Any]

    @classmethod
    def of(cls, value: Any, sources: list[Any]) -> Any:
        made: Any = cls(value)  # type: ignore[call-arg]
        made._sources = sources
        return made

    def pin(self) -> None:
        """It decides something."""
        for source in self._sources:
            source.pin()


class _Float(_Made, float):
    pass


class _Int(_Made, int):
    pass


_FollowedTo: dict[type, Any] = {float: _Float, int: _Int}
#: The types that stand for one of the library's, and what makes such a one of them.
FOLLOWED: dict[type, Callable[[Any], Any]] = {
    Seconds: float.__float__,
    _Float: float.__float__,
    _Int: int.__int__,
}
_DECIDING = "__float__ __int__ __trunc__ __hash__".split()
for _name in (
    "__floor__ __ceil__ __round__ __floordiv__ __mod__ __divmod__ __pow__ __rtruediv__ "
    "__rfloordiv__ __rmod__ __rdivmod__ __rpow__ is_integer as_integer_ratio hex"
).split():
    setattr(Seconds, _name, _not_followed(_name))
for _name in _DECIDING:
    setattr(Seconds, _name, _deciding(float, _name))
for _kind, _base in ((_Float, float), (_Int, int)):
    for _name in (
        "__lt__ __le__ __gt__ __ge__ __eq__ __ne__ __bool__ __add__ __radd__ __sub__ __rsub__ "
        "__mul__ __rmul__ __truediv__ __rtruediv__ __floordiv__ __rfloordiv__ __mod__ __rmod__ "
        "__divmod__ __rdivmod__ __pow__ __rpow__ __neg__ __abs__ __round__ __index__ "
        "__and__ __or__ __xor__ __lshift__ __rshift__"
    ).split() + _DECIDING:
        if hasattr(_base, _name):
            setattr(_kind, _name, _deciding(_base, _name))
for _each in FOLLOWED:  # as a program may print it
    _each.__name__ = _each.__qualname__ = "int" if _each is _Int else "float"
    _each.__module__ = "builtins"

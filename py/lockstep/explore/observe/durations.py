"""How long things took, as far as the program can tell: not one number, but all that are possible.

Under ``latency any`` a sleep takes at least as long as it says, and any time longer; a step takes
no time. So what a clock says is a sum of unknowns, one for each boundary at which something
arrived (`Linear`). Each comparison of times that know their sum (`Followed`) is a constraint on
the unknowns, and where it could have come out otherwise, that is a choice like any other. An
execution is always carried out with numbers that satisfy its constraints, so that all that it does
is really possible; the other side of a comparison is executed again from the beginning with other
numbers.

Times are whole microseconds, and so is the least that one differs from another.

Sources: J. C. King, "Symbolic execution and program testing", CACM 1976; concrete beside symbolic
values: P. Godefroid, N. Klarlund, K. Sen, "DART", PLDI 2005.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable, Hashable, Mapping
from fractions import Fraction
from typing import Protocol

from lockstep.explore.observe.integer_program import Undecided, possible
from lockstep.explore.observe.linear import NONE, NOTHING, Linear

#: What a comparison adds to the history of an execution, by the way in which it came out.
DECIDED = (-10, -11, -12)
#: From here on unknowns are no durations, but how often a step fits into a time.
_FLOORS = 10**9
#: Less than any difference of two times, whatever they are multiplied by.
_LEAST_PART = Fraction(1, 10**12)
#: Times of a program beyond which those that are gone are looked for.
_MANY = 100


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


class _Time(Protocol):
    @property
    def linear(self) -> Linear:
        """The sum of durations that it is."""


class Durations:
    """The unknowns of one execution, and what is known of them.

    Args:
        decide: called for a comparison that could have come out otherwise, with the way in which
            it came out, in how many it can, and durations for which it is the next one.
        unfollowed: called, in place of all that, as soon as a time decides anything.
        rounded: called when floats come out otherwise than their sums, as 120.1 - 60.1 >= 60 does.
            None: durations are looked for from the beginning that leave some room, a microsecond,
            to where a comparison comes out otherwise.

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
        rounded: Callable[[], None] | None = None,
    ) -> None:
        self._decide, self._unfollowed, self._rounded = decide, unfollowed, rounded
        self.known: list[Linear] = []
        self._roomy: list[Linear] = []
        self.taken: dict[int, int] = {}
        self._live: list[weakref.ref[_Time]] = []
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

    def made(self, time: _Time) -> None:
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
        relation = _sign(difference.at(self.taken))
        if _holds(relation, sign) is not truth:
            self._is_rounded()
        here = relation + 1 if is_equality else int(truth)
        others = [(side, self._possible_with(sides[side])) for side in range(len(sides))
                  if side != here]  # fmt: skip
        can_be = [(side, found) for side, found in others if found is not None]
        for constraint in sides[here]:
            if constraint.at(self.taken) >= 0:  # else floats are less exact than a microsecond
                self.require(constraint)
        if not is_equality:
            self._roomy += map(_with_room, sides[here])
        if can_be:
            self.has_decided = True
            later = [found for side, found in can_be if side > here]
            self._decide(here, 1 + len(can_be), (later or [can_be[0][1]])[0])

    def _possible_with(self, more: list[Linear]) -> dict[int, int] | None:
        try:
            if self._rounded is None and len(more) == 1:
                found = possible([*self.known, *self._roomy, *map(_with_room, more)])
                if found is not None:
                    return found
            return possible([*self.known, *more])
        except Undecided:
            self.was_pinned = True
            return None

    def _is_rounded(self) -> None:
        """A comparison came out otherwise than it should for the durations of this execution."""
        if self._rounded is not None:
            self._rounded()
        self.was_pinned = True

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


def _with_room(constraint: Linear) -> Linear:
    """Return a constraint that holds only if it also does with any duration a microsecond less."""
    return constraint.moved(-max(map(abs, constraint.of.values()), default=NONE))


def _holds(relation: int, sign: str) -> bool:
    """Return whether what is less than (-1), equal to or more than (1) another is ``sign`` it."""
    return relation in {
        "<": (-1,), "<=": (-1, 0), ">": (1,), ">=": (0, 1), "==": (0,), "!=": (-1, 1),
    }[sign]  # fmt: skip


def _sign(value: Fraction) -> int:
    return (value > 0) - (value < 0)

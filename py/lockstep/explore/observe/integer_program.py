"""The search for durations with which given constraints hold: a small integer program.

Sources: the dual simplex method: C. E. Lemke, Naval Research Logistics 1954, with the rule of
R. G. Bland, 1977; whole numbers: A. H. Land, A. G. Doig, "An automatic method of solving discrete
programming problems", Econometrica 1960.
"""

from __future__ import annotations

import math
from fractions import Fraction

from lockstep.explore.observe.linear import NONE, Linear

#: Pivots after which it is given up to find durations.
MOST_PIVOTS = 200
#: How often durations are looked for with one of them more, or less, than it came out.
MOST_BRANCHES = 40


class Undecided(Exception):
    """Whether there are durations that satisfy all constraints took too long to find out."""


def possible(constraints: list[Linear], most: int = MOST_BRANCHES) -> dict[int, int] | None:
    """Return durations for which no constraint is negative; None if there are none.

    They are the least ones if these are whole numbers. Otherwise one of them is taken to be more
    or less than what lies between (branch and bound).

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


def _in_whole(linear: Linear) -> Linear:
    """Return a constraint that holds for the same whole microseconds, and fewer others."""
    if not linear.of:
        return linear
    scale = math.lcm(*(c.denominator for c in linear.of.values()))
    step = Fraction(math.gcd(*(int(c * scale) for c in linear.of.values())), scale)
    return Linear({n: c / step for n, c in linear.of.items()}, Fraction(linear.rest // step))

"""Functions of the standard library that change, or look into, what they are given.

A method of a container is seen by itself; ``heapq.heappush(heap, item)`` is not one.
"""

from __future__ import annotations

import bisect
import heapq
import random
from types import BuiltinFunctionType, FunctionType, MethodType

from lockstep.objects.inspection import identities

_WRITE = (
    *(getattr(heapq, f"heap{name}") for name in "push pop ify replace pushpop".split()),
    bisect.insort_left,
    bisect.insort_right,
    random.shuffle,
    next,
)
_READ = (
    bisect.bisect_left,
    bisect.bisect_right,
    heapq.nlargest,
    heapq.nsmallest,
    random.choice,
    random.choices,
    random.sample,
)
_KIND = {**dict[object, str].fromkeys(_READ, "read"), **dict[object, str].fromkeys(_WRITE, "write")}
_FUNCTIONS = identities(BuiltinFunctionType, FunctionType, MethodType)

#: By which names such functions, and those that reach an attribute by its name, are called.
NAMES = frozenset(
    "getattr setattr delattr insort bisect nlargest nsmallest".split()
    + [function.__name__ for function in (*_READ, *_WRITE)]
)
#: Methods that look into the containers they are given.
TAKERS = frozenset(
    "join extend extendleft update union intersection difference symmetric_difference "
    "intersection_update difference_update issubset issuperset isdisjoint writelines".split()
)


def kind_of(function: object) -> str | None:
    """Return 'read' or 'write': what ``function`` does to the containers it is given."""
    return _KIND.get(function) if id(type(function)) in _FUNCTIONS else None

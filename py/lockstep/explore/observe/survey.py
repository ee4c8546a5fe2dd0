"""Meet a program's objects where they are made, and not where a task first happens to use them."""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Iterable, Mapping

from lockstep.objects.registry import Registry, is_worth_naming

_DEPTH = 4
_MOST = 200


def survey(registry: Registry, names: Mapping[str, object]) -> None:
    """Enter into ``registry`` what these variables hold, and what that holds."""
    seen: set[int] = set()
    layer = [value for name, value in list(names.items()) if not name.startswith("__")]
    for _ in range(_DEPTH):
        found = [x for x in layer if is_worth_naming(x) and id(x) not in seen]
        for value in found:
            seen.add(id(value))
            registry.thing(value)
        layer = [inner for value in found for inner in _inside(value)]


def _inside(value: object) -> Iterable[object]:
    if type(value) is list or type(value) is deque:
        return list(itertools.islice(value, _MOST))
    if type(value) is dict:
        return list(itertools.islice(value.values(), _MOST))
    try:
        own = object.__getattribute__(value, "__dict__")
    except AttributeError:
        return ()
    return list(itertools.islice(own.values(), _MOST))

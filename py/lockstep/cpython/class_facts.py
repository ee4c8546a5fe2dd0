"""How a class was made, and what an object of it holds, without running a line of the program's."""

from __future__ import annotations

import contextlib
import functools
import types
from builtins import type  # a program may replace it
from collections.abc import Iterable

from lockstep.objects.inspection import module_of

#: Flags of a class: it can be collected; it cannot be changed.
_HEAP, IMMUTABLE = 1 << 9, 1 << 8
#: Classes of C's all of whose inside the collector sees.
SEEN_BY_COLLECTOR = frozenset({
    "object", "_abc_data", "SimpleNamespace", "Token", "FutureIter", "TaskStepMethWrapper",
    "async_generator_asend", "async_generator_athrow", "coroutine_wrapper", "anext_awaitable",
    "partial", "property", "classmethod", "staticmethod", "mappingproxy", "itemgetter",
    "attrgetter", "methodcaller", "GenericAlias", "Union", "UnionType", "_tuplegetter", "slice",
    "super", "TypeVar", "ParamSpec", "TypeAliasType", "ZoneInfo", "Struct", "_lru_list_elem",
})  # fmt: skip
_NUMBERS_OF_ERRORS = frozenset({"start", "end", "characters_written"})
_C_METHODS = (types.MethodDescriptorType, types.WrapperDescriptorType)


def is_python(kind: type) -> bool:
    """Return whether a class was made by a ``class`` statement, or by calling `type`."""
    return module_of(kind) == "__main__" or not _is_made_by_c(kind)


@functools.lru_cache(1000)
def _is_made_by_c(kind: type) -> bool:
    """Return whether a class has methods of C's of its own; it may well say it is from Python."""
    if not kind.__flags__ & _HEAP or kind.__flags__ & IMMUTABLE:
        return True
    return any(
        type(value) in _C_METHODS and value.__objclass__ is kind for value in vars(kind).values()
    )


def base_in_c(kind: type) -> type:
    """Return the nearest class of C's that ``kind`` is built on."""
    return next(owner for owner in kind.__mro__ if not is_python(owner))


def hashes_itself(kind: type) -> bool:
    """Return whether a class made in Python says what the hash of its objects is."""
    owner = next(owner for owner in kind.__mro__ if "__hash__" in vars(owner))
    return is_python(owner) and type(vars(owner)["__hash__"]) is types.FunctionType


def numbers_of_error(error: BaseException) -> list[object]:
    """Return what an exception of C's holds as numbers, where no collector looks."""
    owners = [owner for owner in type(error).__mro__ if not is_python(owner)]
    found: list[object] = []
    for owner in owners:
        for name in sorted(_NUMBERS_OF_ERRORS & vars(owner).keys()):
            with contextlib.suppress(AttributeError):  # it has none yet
                found.append((name, vars(owner)[name].__get__(error)))
    return found


def own_dict(x: object) -> dict[str, object]:
    """Return the attributes that an object has in a ``__dict__`` of its own; {} without one."""
    try:
        own = object.__getattribute__(x, "__dict__")
    except AttributeError:
        return {}
    if type(own) is dict:
        return own
    return dict(dict.items(own)) if issubclass(type(own), dict) and own is not x else {}


def slots(x: object, kind: type, hidden: Iterable[str]) -> Iterable[tuple[str, object]]:
    """Yield name and value of each slot that is filled, but for those whose names are hidden."""
    for owner in kind.__mro__:
        if not is_python(owner):
            continue
        for name, slot in vars(owner).items():
            if type(slot) is types.MemberDescriptorType and name not in hidden:
                try:
                    value = slot.__get__(x)
                except AttributeError:
                    continue
                yield name, value

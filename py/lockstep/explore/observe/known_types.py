"""What a digest knows of the library's types: which tell all by their values, which hide something.

A type that stands in none of these tables, and is none of the program's, is `opaque` to a digest.
"""

from __future__ import annotations

import datetime
import decimal
import fractions
import re
import sys
import types
import uuid
from builtins import id, type  # a program may replace them
from collections.abc import Iterable

from lockstep.cpython.class_facts import is_python
from lockstep.environment import own_modules
from lockstep.objects.inspection import module_of, qualname_of

#: Types whose `repr` tells all.
ATOMS = frozenset({
    *(int, float, complex, str, bytes, bool, type(None), range, type(Ellipsis)),
    *(type(NotImplemented), decimal.Decimal, fractions.Fraction, uuid.UUID),
    *(datetime.datetime, datetime.date, datetime.time, datetime.timedelta, datetime.timezone),
})  # fmt: skip
#: Those of them that may have a time zone, which can be an object of the program's.
ZONED = frozenset({datetime.datetime, datetime.time})
CODE = (types.CodeType, types.FrameType, types.TracebackType)
SUSPENDED = (types.CoroutineType, types.GeneratorType, types.AsyncGeneratorType)
#: Types of which their name tells all.
PLAIN = frozenset({
    *CODE,
    types.GetSetDescriptorType,
    types.MemberDescriptorType,
    types.WrapperDescriptorType,
    types.MethodDescriptorType,
    types.ClassMethodDescriptorType,
    re.Pattern,
})  # fmt: skip
_SOME: list[Iterable[object]] = [[], (), "", "\u1234", b"", bytearray(), range(0), range(1 << 70)]
_SOME_LOOKED_AT: list[Iterable[object]] = [{}, {}.values(), {}.items(), set()]
#: Iterators that show where they stand.
SHOWING = frozenset({
    *(type(iter(each)) for each in _SOME),
    *(type(reversed([])), enumerate, zip, map, filter, reversed),
    *(type(iter(int, 1)), type(iter(memoryview(b"")))),
})  # fmt: skip
#: These show it by a copy of what is left; what they go through is found beside it.
COPYING = frozenset({*(type(iter(each)) for each in _SOME_LOOKED_AT), type(reversed({}))})
_NO_KEYS: dict[object, object] = {}
VIEWS: tuple[type, ...] = (type(_NO_KEYS.keys()), type(_NO_KEYS.values()), type(_NO_KEYS.items()))
#: Classes of libraries, by their `id`.
_LIBRARY: dict[int, type] = {}


def is_of_library(kind: type) -> bool:
    """Return whether a class is one that a module other than the program's has made for good."""
    if id(kind) in _LIBRARY:
        return True
    module = module_of(kind)
    if module == "__main__" or own_modules.is_own(module):
        return False
    if not (_is_found(kind, module) or not is_python(kind)):
        return False
    _LIBRARY[id(kind)] = kind
    return True


def _is_found(kind: type, module: str) -> bool:
    """Return whether a module has a class under its name."""
    if module.startswith("lockstep"):
        return True
    found: object = sys.modules.get(module)
    for name in qualname_of(kind).split("."):
        found = getattr(found, "__dict__", _NO_KEYS).get(name)
    return found is kind

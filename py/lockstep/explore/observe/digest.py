"""The state of a program as a short value: equal for states that no program can tell apart.

1. Everything that can be reached from the given roots is visited once, in an order that the
   program itself determines; an object met before is told by its number, so that aliases count.
2. No code of the program is called: attributes are read past ``__getattribute__``, types are
   asked for by ``type``, never by ``isinstance``.
3. The order of a dict is part of its value; the order of a set is not.
4. Of a suspended coroutine the position, the locals and the value stack are visited
   (`gc.get_referents`), never its frame object. Time and memory addresses are left out.
5. An object whose inside cannot be seen is counted in `Digest.opaque` by the name of its type.
"""

from __future__ import annotations

import asyncio
import contextvars
import datetime
import decimal
import enum
import fractions
import functools
import gc
import hashlib
import io
import itertools
import os
import random
import re
import sys
import types
import uuid
import weakref
from asyncio import events
from collections import deque
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

_ATOMS = frozenset({
    *(int, float, complex, str, bytes, bool, type(None), range, type(Ellipsis)),
    *(type(NotImplemented), decimal.Decimal, fractions.Fraction, uuid.UUID),
    *(datetime.datetime, datetime.date, datetime.time, datetime.timedelta, datetime.timezone),
})  # fmt: skip
_CODE = (types.CodeType, types.FrameType, types.TracebackType)
_SUSPENDED = (types.CoroutineType, types.GeneratorType, types.AsyncGeneratorType)
_WRAPPERS = frozenset({
    *(property, classmethod, staticmethod, types.MappingProxyType, functools.partial),
    functools._lru_cache_wrapper,
})  # fmt: skip
_PLAIN = frozenset(
    {
        *_CODE,
        types.GetSetDescriptorType,
        types.MemberDescriptorType,
        types.WrapperDescriptorType,
        types.MethodDescriptorType,
        types.ClassMethodDescriptorType,
        types.MethodWrapperType,
        re.Pattern,
    }
)
#: Iterators that say where they stand; what they say is a copy.
_SOME: list[Any] = [
    [],
    (),
    {},
    {}.values(),
    {}.items(),
    set(),
    "",
    "\u1234",
    b"",
    bytearray(),
    range(0),
]
_TELLING = frozenset({
    *map(type, map(iter, [*_SOME, range(0)])),
    *(type(reversed([])), type(reversed({})), enumerate, zip, map, filter, reversed),
})  # fmt: skip
_NO_KEYS: dict[Any, Any] = {}
_VIEWS: tuple[type, ...] = (type(_NO_KEYS.keys()), type(_NO_KEYS.values()), type(_NO_KEYS.items()))
_HIDDEN_IN_CLASSES = frozenset({"__dict__", "__weakref__", "__module__", "__doc__"})
_STEPLESS = frozenset({"_loop", "_when", "_source_traceback", "_asyncio_future_blocking"})


class Digest:
    """Visits objects.

    Args:
        number_of: names tasks, which are told by who made them and not by where they lie.

    Attributes:
        has_text_sets: whether there is a set of several strings, whose order is another in every
            process.
        opaque: names of the types whose inside was not seen.
    """

    def __init__(self, tasks: dict[int, int] | None = None) -> None:
        self.opaque: set[str] = set()
        self.has_text_sets = False
        self._tasks = tasks or {}
        self._numbers: dict[int, int] = {}
        self._kept: list[Any] = []  # so that no address is used twice
        self._words: list[str] = []
        self._todo: list[Any] = []

    def of(self, *roots: Any) -> bytes:
        """Return the digest of what can be reached from ``roots``."""
        self._todo = list(reversed(roots))
        while self._todo:
            self._visit(self._todo.pop())
        text = "\0".join(self._words).encode("utf-8", "backslashreplace")
        return hashlib.blake2b(text, digest_size=16).digest()

    # --- one object -----------------------------------------------------------------------

    def _visit(self, x: Any) -> None:
        kind = type(x)
        if kind in _ATOMS:
            self._words.append(f"{kind.__name__}:{x!r}")
            return
        number = self._numbers.get(id(x))
        if number is not None:
            self._words.append(f"@{number}")
            return
        self._numbers[id(x)] = len(self._numbers)
        self._kept.append(x)
        self._words.append(_name(kind))
        self._inside(x, kind)

    def _inside(self, x: Any, kind: type) -> None:
        if kind is dict:
            self._dict(x)
        elif kind in (list, tuple, deque):
            self._children(list(x))
        elif kind in (set, frozenset):
            self._set(x)
        elif issubclass(kind, type):
            self._class(x)
        elif kind in _SUSPENDED:
            self._suspended(x)
        elif issubclass(kind, asyncio.Future):
            self._future(x)
        else:
            self._other(x, kind)

    def _children(self, children: list[Any]) -> None:
        self._words.append(f"({len(children)}")
        self._todo.extend(reversed(children))

    def _dict(self, x: dict[Any, Any]) -> None:
        items = list(dict.items(x))
        self._words.append(f"{{{len(items)}")
        for key, value in reversed(items):
            self._todo += (value, key)

    def _set(self, x: Any) -> None:
        elements = list(type(x).__iter__(x) if type(x) in (set, frozenset) else set.__iter__(x))
        if len(elements) > 1:
            elements.sort(key=self._alone)
            self.has_text_sets |= any(type(element) in (str, bytes) for element in elements)
        self._children(elements)

    def _alone(self, element: Any) -> str:
        """Return a key that sorts the elements of a set in the same way in every run."""
        if type(element) in _ATOMS:
            return f"{type(element).__name__}:{element!r}"
        if id(element) in self._numbers:
            return f"@{self._numbers[id(element)]:09}"
        if id(element) in self._tasks:
            return f"#{self._tasks[id(element)]:09}"
        inner = Digest(self._tasks)
        found = inner.of(element).hex()
        self.opaque |= inner.opaque
        return found

    def _class(self, x: type) -> None:
        names = type.__dict__["__dict__"].__get__(x)
        self._words.append(str(type.__dict__["__qualname__"].__get__(x)))
        if names.get("__module__") == "__main__":
            self._children([
                (name, value) for name, value in names.items() if name not in _HIDDEN_IN_CLASSES
            ])  # fmt: skip

    def _suspended(self, x: Any) -> None:
        prefix = {types.CoroutineType: "cr", types.GeneratorType: "gi"}.get(type(x), "ag")
        frame, code = getattr(x, f"{prefix}_frame"), getattr(x, f"{prefix}_code")
        self._code(code)
        if frame is None:
            self._words.append("over")
            return
        self._words.append(f"{frame.f_lasti}:{','.join(frame.f_locals)}")
        known = {id(frame.f_globals), id(frame.f_builtins), id(code)}
        del frame
        self._children([
            inner for inner in gc.get_referents(x)
            if id(inner) not in known and type(inner) not in _CODE
        ])  # fmt: skip

    def _code(self, code: types.CodeType) -> None:
        self._words.append(f"{code.co_filename}:{code.co_firstlineno}:{code.co_qualname}")

    def _future(self, x: Any) -> None:
        exception = getattr(x, "_exception", None)
        children = [x._state, x._result, exception, x._callbacks]
        if issubclass(type(x), asyncio.Task):
            self._words.append(f"#{self._tasks.get(id(x), '')}")
            children += [x._coro, x._fut_waiter, x._must_cancel, x.cancelling()]
            children.append(x.get_context())
        own = _own_dict(x)
        children += [(name, own[name]) for name in own if not name.startswith(("_", "__"))]
        self._children(children)

    def _other(self, x: Any, kind: type) -> None:
        inside = _INSIDE.get(kind)
        if inside is not None:
            self._children(inside(self, x))
        elif kind in _TELLING:
            self._children(list(x.__reduce__()))
        elif issubclass(kind, events.Handle):
            self._children([x._callback, x._args, x._cancelled])
        elif kind in _WRAPPERS:
            self._children(gc.get_referents(x))
        elif kind not in _PLAIN and not issubclass(kind, asyncio.AbstractEventLoop):
            self._instance(x, kind)

    def _function(self, x: types.FunctionType) -> list[Any]:
        self._code(x.__code__)
        own = x.__module__ == "__main__"
        return [x.__closure__, x.__defaults__, x.__kwdefaults__, x.__dict__] if own else []

    def _builtin(self, x: types.BuiltinFunctionType) -> list[Any]:
        self._words.append(x.__name__)
        return [] if type(x.__self__) is types.ModuleType else [x.__self__]

    def _method(self, x: types.MethodType) -> list[Any]:
        return [x.__func__, x.__self__]

    def _named(self, x: Any) -> list[Any]:
        self._words.append(str(x.name if type(x) is contextvars.ContextVar else x.__name__))
        return []

    def _context(self, x: contextvars.Context) -> list[Any]:
        return [(var.name, x[var]) for var in sorted(x, key=lambda var: var.name)]

    def _view(self, x: Any) -> list[Any]:
        return [x.mapping]

    def _cell(self, x: types.CellType) -> list[Any]:
        try:
            return [x.cell_contents]
        except ValueError:
            return []

    def _instance(self, x: Any, kind: type) -> None:
        """Visit an object of a class written in Python, or of one of C's."""
        children: list[Any] = [
            (name, value) for name, value in _own_dict(x).items() if name not in _STEPLESS
        ]
        children += _slots(x, kind)
        base = _base(kind)
        if base is dict:
            children += dict.items(x)
        elif base in (list, tuple, deque):
            children += base.__iter__(x)
        elif base in (set, frozenset):
            self._set_of(x, base, children)
        elif base in _ATOMS:
            self._words.append(type.__getattribute__(base, "__repr__")(x))
        elif issubclass(kind, BaseException):
            children += [x.args, x.__cause__, x.__context__]
        elif issubclass(kind, enum.Enum):
            pass
        elif base is not object:
            self._of_c(x, base, children)
        self._children(children)

    def _set_of(self, x: Any, base: type, children: list[Any]) -> None:
        children.append(frozenset(base.__iter__(x)))  # type: ignore[attr-defined]

    def _of_c(self, x: Any, base: type, children: list[Any]) -> None:
        if base in (bytearray, memoryview):
            children.append(bytes(x))
        elif base in (io.StringIO, io.BytesIO):
            children += [x.getvalue(), x.tell()] if not x.closed else ["closed"]
        elif base is random._random.Random:  # type: ignore[attr-defined]
            children.append(random.Random.getstate(x))
        elif base is weakref.ref:
            children.append(weakref.ref.__call__(x))
        elif base is itertools.count:
            self._words.append(repr(x))
        else:
            if base.__name__ not in ("_abc_data", "object"):
                self.opaque.add(_name(base))
            children += [inner for inner in gc.get_referents(x) if inner is not type(x)]


def digest_of_files(folder: Path) -> bytes:
    """Return the digest of what lies in a folder: names and contents."""
    digest = hashlib.blake2b(digest_size=16)
    for path in sorted(each for each in folder.rglob("*") if each.is_file()):
        content = path.read_bytes()
        name = os.fsencode(path.relative_to(folder))
        digest.update(b"%d %b %d " % (len(name), name, len(content)) + content)
    return digest.digest()


_INSIDE: dict[type, Callable[[Digest, Any], list[Any]]] = {
    types.FunctionType: Digest._function,
    types.BuiltinFunctionType: Digest._builtin,
    types.MethodType: Digest._method,
    types.CellType: Digest._cell,
    types.ModuleType: Digest._named,
    contextvars.ContextVar: Digest._named,
    contextvars.Context: Digest._context,
    **dict.fromkeys(_VIEWS, Digest._view),
}


def _name(kind: type) -> str:
    return str(type.__dict__["__qualname__"].__get__(kind))


def _own_dict(x: Any) -> dict[str, Any]:
    try:
        own = object.__getattribute__(x, "__dict__")
    except AttributeError:
        return {}
    return own if type(own) is dict else {}


def _slots(x: Any, kind: type) -> Iterable[Any]:
    for owner in kind.__mro__:
        if not _is_python(owner):
            continue
        for name, slot in vars(owner).items():
            if type(slot) is types.MemberDescriptorType and name not in _STEPLESS:
                try:
                    value = slot.__get__(x)
                except AttributeError:
                    continue
                yield name, value


def _base(kind: type) -> type:
    """Return the nearest class of C's that ``kind`` is built on."""
    return next(owner for owner in kind.__mro__ if not _is_python(owner))


def _is_python(kind: type) -> bool:
    """Return whether a class was made by a ``class`` statement."""
    module = type.__dict__["__module__"].__get__(kind)
    return module == "__main__" or (kind.__flags__ & 1 << 9 != 0 and _is_text(str(module)))


@functools.cache
def _is_text(module: str) -> bool:
    found = sys.modules.get(module)
    return str(getattr(found, "__file__", None) or "").endswith((".py", ".pyc"))

"""What instrumented code calls: do the operation, and tell what was touched.

Each method does exactly what the expression it replaces would do, raises what it would
raise, and tells the sink. The sink is told only while the probe is on.
"""

from __future__ import annotations

import functools
import operator
from array import array
from collections import deque
from collections.abc import Callable
from types import BuiltinFunctionType, FunctionType, MethodType, ModuleType
from typing import Any, Protocol

from lockstep import library, outside, show
from lockstep.variables import (
    Place,
    Registry,
    Thing,
    is_a,
    is_container,
    is_worth_naming,
    sync_kind,
)

_SEQUENCES: tuple[Any, ...] = (list, deque, bytearray, array)
_CALLABLE = (FunctionType, MethodType, BuiltinFunctionType)
_IN_PLACE: dict[str, Callable[[Any, Any], Any]] = {
    "Add": operator.iadd,
    "Sub": operator.isub,
    "Mult": operator.imul,
    "MatMult": operator.imatmul,
    "Div": operator.itruediv,
    "Mod": operator.imod,
    "Pow": operator.ipow,
    "LShift": operator.ilshift,
    "RShift": operator.irshift,
    "BitOr": operator.ior,
    "BitXor": operator.ixor,
    "BitAnd": operator.iand,
    "FloorDiv": operator.ifloordiv,
}
#: Methods of the built-in containers that only look; any other is taken for a write.
_LOOKING = frozenset(
    "get keys values items index count copy union intersection difference issubset issuperset "
    "symmetric_difference isdisjoint most_common elements total".split()
)


class Sink(Protocol):
    """Who is told of each access to a place that could be shared."""

    def accessed(self, kind: str, place: Place, value: str | None, line: int) -> None: ...
    def made(self, thing: Thing) -> None: ...


class _Key:
    def __getitem__(self, key: Any) -> Any:
        return key


class Probe:
    """The object called ``__lockstep__`` in instrumented code."""

    key = _Key()

    def __init__(self, registry: Registry, sink: Sink) -> None:
        self.on = True
        self._registry = registry
        self._sink = sink

    # --- telling --------------------------------------------------------------------------

    def _tell(self, kind: str, place: Place | None, value: Any, line: int) -> None:
        if place is not None:
            shown = None if value is _GONE else show.value(value)
            self._sink.accessed(kind, place, shown, line)

    def told_attribute(self, kind: str, obj: Any, name: str, value: Any, line: int) -> None:
        """Tell of an access to ``obj.name``, if that is data and not behaviour."""
        if not self.on or is_a(value, _CALLABLE) or is_a(obj, ModuleType):
            return
        holder = _holder(obj, name)
        thing = None if holder is None else self._registry.thing(holder)
        if thing is None:
            return
        if name == "name" and type(value) is str and len(value) <= 24:
            thing.own_name = thing.own_name or value
        self._registry.held(value, thing, f".{name}", line)
        if kind == "write":
            self._told_made(value)
        self._tell(kind, self._registry.place(thing, f".{name}", line), value, line)

    def told_item(self, kind: str, obj: Any, key: Any, value: Any, line: int) -> None:
        """Tell of an access to ``obj[key]``, if ``obj`` is a container."""
        if not self.on or not is_container(obj):
            return
        thing = self._registry.thing(obj)
        if thing is None:
            return
        part = self._part(obj, key, gone=value is _GONE)
        if part:
            self._registry.held(value, thing, part, line)
        shown = value if part else obj
        self._tell(kind, self._registry.place(thing, part, line), shown, line)

    def _part(self, obj: Any, key: Any, gone: bool) -> str:
        """Return which part of ``obj`` the key means, in one spelling; '' for several."""
        sequence = next((kind for kind in _SEQUENCES if is_a(obj, kind)), None)
        if sequence is not None:
            if gone or type(key) is not int:
                return ""  # a deletion moves all that follow
            key = key + sequence.__len__(obj) if key < 0 else key
        elif type(key) in (bool, float) and key == key // 1:
            key = int(key)
        shown = show.value(key)
        hashing: Any = type(key).__hash__
        if hashing is object.__hash__ and (thing := self._registry.thing(key)):
            shown = f"{shown} #{thing.number}"  # keys that are told apart by identity
        return f"[{shown}]"

    def told_whole(self, kind: str, obj: Any, line: int) -> None:
        """Tell of an access to the whole of a container."""
        if self.on and is_container(obj):
            thing = self._registry.thing(obj)
            if thing is not None:
                self._tell(kind, self._registry.place(thing, "", line), obj, line)

    def told_outside(self, touch: outside.Touch, line: int) -> None:
        """Tell of an access to a file or a database."""
        if self.on:
            place = self._registry.outside(touch.key, touch.name, line)
            self._sink.accessed(touch.kind, place, touch.value, line)

    def _told_made(self, value: Any) -> None:
        """Tell of a container that was just given a name or a holder."""
        if is_container(value) and (thing := self._registry.thing(value)):
            self._sink.made(thing)

    # --- reads ----------------------------------------------------------------------------

    def get(self, obj: Any, name: str, line: int) -> Any:
        """``obj.name``"""
        value = getattr(obj, name)
        self.told_attribute("read", obj, name, value, line)
        return value

    def item(self, obj: Any, key: Any, line: int) -> Any:
        """``obj[key]``"""
        value = obj[key]
        self.told_item("read", obj, key, value, line)
        return value

    def name(self, value: Any, name: str, line: int) -> Any:
        """A global that changes; it has been loaded already."""
        if self.on:
            self._tell("read", self._registry.place(None, name, line), value, line)
        return value

    def cell(self, value: Any, captures: FunctionType, name: str, line: int) -> Any:
        """A closure cell that changes; it has been loaded already."""
        if self.on:
            self._tell("read", self._cell_place(captures, name, line), value, line)
        return value

    def look(self, obj: Any, line: int) -> Any:
        """An expression whose value is looked into: iterated, measured, compared."""
        self.told_whole("read", obj, line)
        return obj

    def method(self, obj: Any, name: str, line: int) -> Any:
        """``obj.name`` about to be called."""
        value = getattr(obj, name)
        if self.on and type(value) is BuiltinFunctionType and is_container(value.__self__):
            return _ContainerMethod(self, value, line)  # also of super(): the container itself
        if self.on and outside.is_outside(obj, name):
            return _OutsideMethod(self, obj, value, line)
        self.told_attribute("read", obj, name, value, line)
        return value

    def function(self, function: Any, line: int) -> Any:
        """A function about to be called that may be one of those `library` knows."""
        reaching = _REACHING.get(function) if type(function) is BuiltinFunctionType else None
        if not self.on or (reaching is None and library.kind_of(function) is None):
            return function
        return functools.partial(reaching or _given, self, line, function)

    # --- writes ---------------------------------------------------------------------------

    def slot(self, obj: Any, name: str, line: int) -> _Slot:
        """``obj.name`` as a target."""
        return _Slot(self, obj, name, line)

    def entry(self, obj: Any, key: Any, line: int) -> _Entry:
        """``obj[key]`` as a target."""
        return _Entry(self, obj, key, line)

    def begin(self, value: Any, operation: str, line: int) -> _Augmented:
        """The read half of ``name += ...``."""
        return _Augmented(self, line, value, _IN_PLACE[operation])

    def grown(self, value: Any, line: int) -> None:
        """A local name's value after ``name += ...``: a container has changed in place."""
        self.told_whole("write", value, line)

    def wrote_name(self, value: Any, name: str, line: int) -> Any:
        """A global was bound to ``value``."""
        if self.on:
            self._tell("write", self._registry.place(None, name, line), value, line)
        return value

    def wrote_cell(self, value: Any, captures: FunctionType, name: str, line: int) -> Any:
        """A closure cell was bound to ``value``."""
        if self.on:
            self._tell("write", self._cell_place(captures, name, line), value, line)
        return value

    def named(self, value: Any, name: str, line: int) -> Any:
        """``name = value`` follows."""
        if self.on and is_worth_naming(value):
            self._registry.called(value, name, line)
            self._told_made(value)
        return value

    def _cell_place(self, captures: FunctionType, name: str, line: int) -> Place | None:
        if not captures.__closure__:
            return None
        thing = self._registry.thing(captures.__closure__[0])
        return None if thing is None else self._registry.place(thing, name, line)


_GONE: Any = object()


def _given(probe: Probe, line: int, function: Any, *args: Any, **options: Any) -> Any:
    """Call a function of the library and tell of the containers it was given."""
    try:
        return function(*args, **options)
    finally:
        for given in args:
            probe.told_whole(library.kind_of(function) or "write", given, line)


def _getattr(probe: Probe, line: int, function: Any, *args: Any) -> Any:
    value = function(*args)
    probe.told_attribute("read", args[0], args[1], value, line)
    return value


def _setattr(probe: Probe, line: int, function: Any, *args: Any) -> None:
    function(*args)
    obj, name, value = args
    probe.told_attribute("write", obj, name, value, line)


def _delattr(probe: Probe, line: int, function: Any, *args: Any) -> None:
    if len(args) == 2:
        del _Slot(probe, *args, line).value
    else:
        function(*args)  # which says what is wrong


_REACHING: dict[Any, Callable[..., Any]] = {getattr: _getattr, setattr: _setattr, delattr: _delattr}


def _holder(obj: Any, name: str) -> Any:
    """Return who stores the data attribute ``name`` of ``obj``: itself, its class, or nobody."""
    if sync_kind(obj):
        return None
    try:
        own = object.__getattribute__(obj, "__dict__")
    except AttributeError:
        own = {}
    if name in own:
        return obj
    for base in obj.__mro__ if is_a(obj, type) else type(obj).__mro__:
        if name in vars(base):
            return _class_holder(obj, base, vars(base)[name])
    return None


def _class_holder(obj: Any, base: type, stored: Any) -> Any:
    if type(stored).__name__ == "member_descriptor":
        return obj
    is_descriptor = any("__get__" in vars(kind) for kind in type(stored).__mro__)
    return None if is_descriptor or base.__module__ != "__main__" else base


class _Augmented:
    """Between the read and the write of ``target += value``; there may be an await between."""

    __slots__ = ("_line", "_old", "_operation", "_probe", "_store")

    def __init__(
        self,
        probe: Probe,
        line: int,
        old: Any,
        operation: Callable[[Any, Any], Any],
        store: Callable[[Any], None] | None = None,
    ) -> None:
        self._probe, self._line = probe, line
        self._old, self._operation, self._store = old, operation, store

    def finish(self, value: Any) -> Any:
        """Compute the new value and store it."""
        new = self._operation(self._old, value)
        if new is self._old:
            self._probe.told_whole("write", new, self._line)
        if self._store:
            self._store(new)
        return new


class _Target:
    """A place that is about to be stored to."""

    __slots__ = ("_line", "_obj", "_part", "_probe")

    def __init__(self, probe: Probe, obj: Any, part: Any, line: int) -> None:
        self._probe, self._obj, self._part, self._line = probe, obj, part, line

    def _load(self) -> Any:
        raise NotImplementedError

    def _store(self, value: Any) -> None:
        raise NotImplementedError

    def begin(self, operation: str) -> _Augmented:
        """The read half of an augmented assignment."""
        old = self._load()
        return _Augmented(self._probe, self._line, old, _IN_PLACE[operation], self._store)


class _Slot(_Target):
    __slots__ = ()

    def _load(self) -> Any:
        return self._probe.get(self._obj, self._part, self._line)

    def _store(self, value: Any) -> None:
        setattr(self._obj, self._part, value)
        self._probe.told_attribute("write", self._obj, self._part, value, self._line)

    def _delete(self) -> None:
        holder = _holder(self._obj, self._part)
        delattr(self._obj, self._part)
        thing = self._probe._registry.thing(holder) if holder is not None else None
        if thing and self._probe.on:
            place = self._probe._registry.place(thing, f".{self._part}", self._line)
            self._probe._tell("write", place, _GONE, self._line)

    value = property(None, _store, _delete)


class _Entry(_Target):
    __slots__ = ()

    def _load(self) -> Any:
        return self._probe.item(self._obj, self._part, self._line)

    def _store(self, value: Any) -> None:
        self._obj[self._part] = value
        self._probe.told_item("write", self._obj, self._part, value, self._line)

    def _delete(self) -> None:
        del self._obj[self._part]
        self._probe.told_item("write", self._obj, self._part, _GONE, self._line)

    value = property(None, _store, _delete)


class _ContainerMethod:
    """A built-in container's method, told of after the call."""

    __slots__ = ("_line", "_method", "_probe")

    def __init__(self, probe: Probe, method: Any, line: int) -> None:
        self._probe, self._method, self._line = probe, method, line

    def __call__(self, *args: Any, **options: Any) -> Any:
        result = None
        try:
            result = self._method(*args, **options)
            return result
        finally:
            self._told(args, result)

    def _told(self, args: tuple[Any, ...], result: Any) -> None:
        name, obj = self._method.__name__, self._method.__self__
        if name == "get" and args and is_a(obj, dict):
            self._probe.told_item("read", obj, args[0], result, self._line)
        else:
            self._probe.told_whole("read" if name in _LOOKING else "write", obj, self._line)


class _OutsideMethod:
    """A method of a path or a database, told of after the call."""

    __slots__ = ("_line", "_method", "_obj", "_probe")

    def __init__(self, probe: Probe, obj: Any, method: Any, line: int) -> None:
        self._probe, self._obj, self._method, self._line = probe, obj, method, line

    def __call__(self, *args: Any, **options: Any) -> Any:
        result = self._method(*args, **options)
        touch = outside.touched(self._obj, self._method.__name__, args, result)
        if touch is not None:
            self._probe.told_outside(touch, self._line)
        return result

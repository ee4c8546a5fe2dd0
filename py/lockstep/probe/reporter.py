"""Which place an access is about, if any, and the report of it to the observer.

Nothing here runs code of the learner's, and a failure in here never reaches it.
"""

from __future__ import annotations

import functools
from array import array
from builtins import id, type  # a program may replace them
from collections import deque
from collections.abc import Callable
from types import BuiltinFunctionType, FunctionType, MethodType, ModuleType
from typing import Concatenate

from lockstep.environment.hidden_inputs import is_opaque
from lockstep.objects import safe_repr
from lockstep.objects.inspection import (
    MISSING,
    ancestors,
    identities,
    in_class,
    is_a,
    module_of,
    name_of,
    namespace,
)
from lockstep.objects.registry import (
    GONE,
    Place,
    Registry,
    is_container,
    is_worth_naming,
    sync_kind,
)
from lockstep.observer import Observer
from lockstep.probe import external_state

#: Kinds whose keys are positions, and how each tells its length, whatever a class on it says.
_SEQUENCES: dict[type, Callable[[object], int]] = {
    kind: vars(kind)["__len__"] for kind in (list, deque, bytearray, array)
}
_CALLABLE = (FunctionType, MethodType, BuiltinFunctionType)
_NUMBERS = identities(bool, float)
_BY_IDENTITY = vars(object)["__hash__"]


def contained[**P](
    method: Callable[Concatenate[Reporter, P], None],
) -> Callable[Concatenate[Reporter, P], None]:
    """Keep a failure of ours from the learner's code: the observer is given it instead.

    What is reported meanwhile is no access of the program's: it has replaced a builtin by a
    function of its own, and we have called that.
    """

    @functools.wraps(method)
    def guarded(reporter: Reporter, /, *args: P.args, **options: P.kwargs) -> None:
        if not reporter.on:
            return
        reporter.on = False
        try:
            method(reporter, *args, **options)
        except RecursionError:
            pass  # the program is about to reach its own bound
        except Exception as error:
            reporter.observer.failed(error)
        finally:
            reporter.on = True

    return guarded


class Reporter:
    """Reports accesses to places to an observer, while it is ``on``."""

    def __init__(self, registry: Registry, observer: Observer) -> None:
        self.on = True
        self.registry = registry
        self.observer = observer

    def report(self, kind: str, place: Place | None, value: object, line: int) -> None:
        """Report that ``value`` was read from, or written to, ``place`` on a line."""
        self.doubt(value)
        if place is not None:
            shown = None if value is GONE else safe_repr.value(value)
            self.observer.accessed(kind, place, shown, line)

    def doubt(self, value: object) -> None:
        """Report, where hidden inputs are watched, an object whose inside is not observed."""
        if not self.observer.watches_inputs or value is GONE:
            return
        if not is_container(value) and not sync_kind(value) and is_opaque(value):
            self.observer.doubted(value)

    @contained
    def report_attribute(self, kind: str, obj: object, name: str, value: object, line: int) -> None:
        """Report an access to ``obj.name``, if that is data and not behaviour."""
        if is_a(value, _CALLABLE) or is_a(obj, ModuleType):
            return
        holder = holder_of(obj, name)
        thing = None if holder is None else self.registry.thing(holder)
        if thing is None:
            return
        if holder is not obj and kind == "read":
            self._report_missing(obj, name, value, line)
        if name == "name" and type(value) is str and len(value) <= 24:
            thing.own_name = thing.own_name or value
        self.registry.held(value, thing, f".{name}", line)
        if kind == "write":
            self._made(value)
        self.report(kind, self.registry.place(thing, f".{name}", line), value, line)

    def _report_missing(self, obj: object, name: str, value: object, line: int) -> None:
        """Report that ``obj`` was asked first, and its class answered."""
        thing = self.registry.thing(obj)
        if thing is not None:
            self.report("read", self.registry.place(thing, f".{name}", line), value, line)

    @contained
    def report_item(self, kind: str, obj: object, key: object, value: object, line: int) -> None:
        """Report an access to ``obj[key]``, if ``obj`` is a container."""
        if not is_container(obj):
            return
        thing = self.registry.thing(obj)
        if thing is None:
            return
        part = self._part(obj, key, gone=value is GONE)
        if part:
            self.registry.held(value, thing, part, line)
        shown = value if part else obj
        self.report(kind, self.registry.place(thing, part, line), shown, line)

    def _part(self, obj: object, key: object, gone: bool) -> str:
        """Return which part of ``obj`` the key means, in one spelling; '' for several."""
        lengths = (length for base, length in _SEQUENCES.items() if issubclass(type(obj), base))
        length = next(lengths, None)
        if length is not None:
            if gone or type(key) is not int:
                return ""  # a deletion moves all that follow
            key = key + length(obj) if key < 0 else key
        elif id(type(key)) in _NUMBERS and is_a(key, (bool, float)) and key == key // 1:
            key = int(key)
        shown = safe_repr.value(key)
        if in_class(type(key), "__hash__") is _BY_IDENTITY and (thing := self.registry.thing(key)):
            shown = f"{shown} #{thing.number}"  # keys that are distinct by identity
        return f"[{shown}]"

    @contained
    def report_whole(self, kind: str, obj: object, line: int) -> None:
        """Report an access to the whole of a container."""
        if is_container(obj):
            thing = self.registry.thing(obj)
            if thing is not None:
                self.report(kind, self.registry.place(thing, "", line), obj, line)
        else:
            self.doubt(obj)

    @contained
    def report_outside(self, touch: external_state.Touch, line: int) -> None:
        """Report an access to a file or a database; rows if the observer ``records_rows``."""
        row = touch.row if self.observer.records_rows else ""
        place = self.registry.outside(touch.key, touch.name, line, row)
        self.observer.accessed(touch.kind, place, touch.value, line)

    def _made(self, value: object) -> None:
        """Report a container that was just given a name or a holder."""
        if is_container(value) and (thing := self.registry.thing(value)):
            self.observer.made(thing)

    @contained
    def report_named(self, value: object, name: str, line: int) -> None:
        """Report that ``value`` is about to be given a name."""
        if is_worth_naming(value):
            self.registry.called(value, name, line)
            self._made(value)

    @contained
    def report_name(self, kind: str, value: object, name: str, line: int) -> None:
        """Report an access to a global."""
        self.report(kind, self.registry.place(None, name, line), value, line)

    @contained
    def report_cell(
        self, kind: str, value: object, captures: FunctionType, name: str, line: int
    ) -> None:
        """Report an access to the closure cell that ``captures`` closes over."""
        thing = self.registry.thing(captures.__closure__[0]) if captures.__closure__ else None
        if thing is not None:
            self.report(kind, self.registry.place(thing, name, line), value, line)

    @contained
    def report_deleted(self, holder: object, name: str, line: int) -> None:
        """Report that the attribute ``name`` of ``holder`` is gone."""
        thing = None if holder is None else self.registry.thing(holder)
        if thing is not None:
            self.report("write", self.registry.place(thing, f".{name}", line), GONE, line)


def holder_of(obj: object, name: str) -> object:
    """Return who stores the data attribute ``name`` of ``obj``: itself, its class, or None."""
    if sync_kind(obj):
        return None
    try:
        own = object.__getattribute__(obj, "__dict__")
    except AttributeError:
        own = {}
    if name in own:
        return obj
    for base in ancestors(obj if is_a(obj, type) else type(obj)):
        if name in namespace(base):
            return _class_holder(obj, base, namespace(base)[name])
    return None


def _class_holder(obj: object, base: type, stored: object) -> object:
    if name_of(type(stored)) == "member_descriptor":
        return obj
    is_descriptor = in_class(type(stored), "__get__") is not MISSING
    return None if is_descriptor or module_of(base) != "__main__" else base

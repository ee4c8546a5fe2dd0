"""Places that are about to be written: ``obj.name = ...``, ``obj[key] += ...``, ``del``."""

from __future__ import annotations

import operator
from builtins import type  # a program may replace them
from collections.abc import Callable
from typing import Protocol

from lockstep.objects.registry import GONE
from lockstep.probe.reporter import Reporter, holder_of

IN_PLACE: dict[str, Callable[[object, object], object]] = {
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


class HasItems(Protocol):
    """What a program may use as ``obj[key]``; what has not all of these says so itself."""

    def __getitem__(self, key: object, /) -> object: ...
    def __setitem__(self, key: object, value: object, /) -> None: ...
    def __delitem__(self, key: object, /) -> None: ...


class Augmented:
    """Between the read and the write of ``target += value``; there may be an await between.

    Attributes:
        obj: whose attribute or element the target is; None for a name.
        part: the attribute's name, or the key.
        old: the value that was read.
        operate: what computes the new value from the old one and another.
    """

    __slots__ = ("_is_item", "_line", "_reporter", "_store", "obj", "old", "operate", "part")

    def __init__(
        self,
        reporter: Reporter,
        line: int,
        old: object,
        operation: Callable[[object, object], object],
        store: Callable[[object], None] | None = None,
        *,
        obj: object = None,
        part: object = None,
        is_item: bool = False,
    ) -> None:
        self._reporter, self._line, self._store = reporter, line, store
        self.obj, self.part, self._is_item = obj, part, is_item
        self.old, self.operate = old, operation

    def finish(self, value: object) -> object:
        """Compute the new value and store it."""
        new = self.operate(self.old, value)
        if new is self.old:
            self._reporter.report_whole("write", new, self._line)
        if self._store:
            self._store(new)
        return new

    def report(self, new: object) -> None:
        """Report the new value, which the program has computed and stored."""
        if new is self.old:
            self._reporter.report_whole("write", new, self._line)
        if self._is_item:
            self._reporter.report_item("write", self.obj, self.part, new, self._line)
        elif type(self.part) is str:
            self._reporter.report_attribute("write", self.obj, self.part, new, self._line)


class Target[Owner, Part]:
    """A place that is about to be stored to."""

    __slots__ = ("_line", "_obj", "_part", "_reporter")

    def __init__(self, reporter: Reporter, obj: Owner, part: Part, line: int) -> None:
        self._reporter, self._obj, self._part, self._line = reporter, obj, part, line

    def _load(self) -> object:
        raise NotImplementedError

    def _store(self, value: object) -> None:
        raise NotImplementedError

    def begin(self, operation: str) -> Augmented:
        """The read half of an augmented assignment."""
        old = self._load()
        return Augmented(self._reporter, self._line, old, IN_PLACE[operation], self._store)


class Slot(Target[object, str]):
    """``obj.name``"""

    __slots__ = ()

    def _load(self) -> object:
        value = getattr(self._obj, self._part)
        self._reporter.report_attribute("read", self._obj, self._part, value, self._line)
        return value

    def _store(self, value: object) -> None:
        setattr(self._obj, self._part, value)
        self._reporter.report_attribute("write", self._obj, self._part, value, self._line)

    def _delete(self) -> None:
        holder = holder_of(self._obj, self._part)
        delattr(self._obj, self._part)
        self._reporter.report_deleted(holder, self._part, self._line)

    value = property(None, _store, _delete)


class Entry(Target[HasItems, object]):
    """``obj[key]``"""

    __slots__ = ()

    def _load(self) -> object:
        value = self._obj[self._part]
        self._reporter.report_item("read", self._obj, self._part, value, self._line)
        return value

    def _store(self, value: object) -> None:
        self._obj[self._part] = value
        self._reporter.report_item("write", self._obj, self._part, value, self._line)

    def _delete(self) -> None:
        del self._obj[self._part]
        self._reporter.report_item("write", self._obj, self._part, GONE, self._line)

    value = property(None, _store, _delete)

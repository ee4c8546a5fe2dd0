"""What instrumented code calls: do the operation, and report what was touched.

Each method does exactly what the expression it replaces would do, raises what it would
raise, and reports it to the observer. It reports only while the probe is on.
"""

from __future__ import annotations

import functools
from builtins import type  # a program may replace them
from types import BuiltinFunctionType, FunctionType

from lockstep.instrument import stdlib_effects
from lockstep.objects.registry import is_container
from lockstep.probe import external_state
from lockstep.probe.calls import REACHING, ContainerMethod, OutsideMethod, given_to
from lockstep.probe.reporter import Reporter
from lockstep.probe.targets import IN_PLACE, Augmented, Entry, HasItems, Slot


class _Key:
    def __getitem__(self, key: object) -> object:
        return key


class Probe(Reporter):
    """The object called ``__lockstep__`` in instrumented code."""

    key = _Key()

    # --- what the program has read or stored by itself ----------------------------------------

    def got(self, obj: object, name: str, value: object, line: int) -> object:
        """``obj.name``"""
        self.report_attribute("read", obj, name, value, line)
        return value

    def got_item(self, obj: object, key: object, value: object, line: int) -> object:
        """``obj[key]``"""
        self.report_item("read", obj, key, value, line)
        return value

    def got_method(self, obj: object, name: str, value: object, line: int) -> object:
        """``obj.name`` about to be called."""
        if self.on and type(value) is BuiltinFunctionType and is_container(value.__self__):
            return ContainerMethod(self, value, line)  # also of super(): the container itself
        if self.on and external_state.is_outside(obj, name) and callable(value):
            return OutsideMethod(self, obj, name, value, line)
        if self.on:
            self.doubt(obj)
        self.report_attribute("read", obj, name, value, line)
        return value

    def stored(self, obj: object, name: str, value: object, line: int) -> None:
        """``obj.name = value``"""
        self.report_attribute("write", obj, name, value, line)

    def stored_item(self, obj: object, key: object, value: object, line: int) -> None:
        """``obj[key] = value``"""
        self.report_item("write", obj, key, value, line)

    def begin_attribute(
        self, obj: object, name: str, old: object, line: int, operation: str
    ) -> Augmented:
        """The read half of ``obj.name += ...``."""
        self.report_attribute("read", obj, name, old, line)
        return Augmented(self, line, old, IN_PLACE[operation], obj=obj, part=name)

    def begin_item(
        self, obj: object, key: object, old: object, line: int, operation: str
    ) -> Augmented:
        """The read half of ``obj[key] += ...``."""
        self.report_item("read", obj, key, old, line)
        return Augmented(self, line, old, IN_PLACE[operation], obj=obj, part=key, is_item=True)

    def finished(self, begun: Augmented, new: object) -> object:
        """The write half; the program has operated and stored."""
        begun.report(new)
        return new

    # --- reads of expressions that bind names -----------------------------------------------

    def get(self, obj: object, name: str, line: int) -> object:
        """``obj.name``"""
        return self.got(obj, name, getattr(obj, name), line)

    def item(self, obj: HasItems, key: object, line: int) -> object:
        """``obj[key]``"""
        return self.got_item(obj, key, obj[key], line)

    def name(self, value: object, name: str, line: int) -> object:
        """A global that changes; it has been loaded already."""
        self.report_name("read", value, name, line)
        return value

    def cell(self, value: object, captures: FunctionType, name: str, line: int) -> object:
        """A closure cell that changes; it has been loaded already."""
        self.report_cell("read", value, captures, name, line)
        return value

    def look(self, obj: object, line: int) -> object:
        """An expression whose value is looked into: iterated, measured, compared."""
        self.report_whole("read", obj, line)
        return obj

    def method(self, obj: object, name: str, line: int) -> object:
        """``obj.name`` about to be called."""
        return self.got_method(obj, name, getattr(obj, name), line)

    def function(self, function: object, line: int) -> object:
        """A function about to be called that may be one of those in `stdlib_effects`."""
        reaching = REACHING.get(function) if type(function) is BuiltinFunctionType else None
        if not self.on or (reaching is None and stdlib_effects.kind_of(function) is None):
            return function
        assert callable(function)
        return functools.partial(reaching or given_to, self, line, function)

    # --- writes ---------------------------------------------------------------------------

    def slot(self, obj: object, name: str, line: int) -> Slot:
        """``obj.name`` as a target."""
        return Slot(self, obj, name, line)

    def entry(self, obj: HasItems, key: object, line: int) -> Entry:
        """``obj[key]`` as a target."""
        return Entry(self, obj, key, line)

    def begin(self, value: object, operation: str, line: int) -> Augmented:
        """The read half of ``name += ...``."""
        return Augmented(self, line, value, IN_PLACE[operation])

    def grown(self, value: object, line: int) -> None:
        """A local name's value after ``name += ...``: a container has changed in place."""
        self.report_whole("write", value, line)

    def wrote_name(self, value: object, name: str, line: int) -> object:
        """A global was bound to ``value``."""
        self.report_name("write", value, name, line)
        return value

    def wrote_cell(self, value: object, captures: FunctionType, name: str, line: int) -> object:
        """A closure cell was bound to ``value``."""
        self.report_cell("write", value, captures, name, line)
        return value

    def named(self, value: object, name: str, line: int) -> object:
        """``name = value`` follows."""
        self.report_named(value, name, line)
        return value

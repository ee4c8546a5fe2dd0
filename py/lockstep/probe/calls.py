"""Calls that touch what they are given: methods of containers, functions of the library."""

from __future__ import annotations

from builtins import type  # a program may replace them
from collections.abc import Callable
from types import BuiltinFunctionType

from lockstep.instrument import stdlib_effects
from lockstep.objects.inspection import is_a
from lockstep.probe import external_state
from lockstep.probe.reporter import Reporter
from lockstep.probe.targets import Slot

#: Methods of the built-in containers that only look; any other is taken for a write.
_LOOKING = frozenset(
    "get keys values items index count copy union intersection difference issubset issuperset "
    "symmetric_difference isdisjoint most_common elements total".split()
)


#: Entries of an ``update`` that are reported one by one.
_FEW = 20


def _updated(
    method: BuiltinFunctionType, args: tuple[object, ...], options: dict[str, object]
) -> list[object] | None:
    """Return the keys that ``a_dict.update(...)`` assigns to; None: more than is reported."""
    if not is_a(method.__self__, dict) or method.__name__ != "update":
        return None
    keys: list[object] = list(options)
    for given in args:
        if type(given) is dict:
            keys += given
        elif type(given) is list or type(given) is tuple:
            if not all(type(pair) is tuple and len(pair) == 2 for pair in given):
                return None
            keys += [key for key, _ in given]
        else:
            return None
    if len(keys) > _FEW or not all(type(key) in (str, int, bytes, bool) for key in keys):
        return None
    return list(dict.fromkeys(keys))


class ContainerMethod:
    """A built-in container's method, reported after the call."""

    __slots__ = ("_line", "_method", "_reporter")

    def __init__(self, reporter: Reporter, method: BuiltinFunctionType, line: int) -> None:
        self._reporter, self._method, self._line = reporter, method, line

    def __call__(self, *args: object, **options: object) -> object:
        keys = _updated(self._method, args, options)
        result = None
        try:
            result = self._method(*args, **options)
            return result
        finally:
            self._report(args, result, keys)

    def _report(self, args: tuple[object, ...], result: object, keys: list[object] | None) -> None:
        name, obj = self._method.__name__, self._method.__self__
        if name == "get" and args and is_a(obj, dict):
            self._reporter.report_item("read", obj, args[0], result, self._line)
        elif keys is not None and is_a(obj, dict):
            for key in keys:
                if dict.__contains__(obj, key):  # unless the call has failed before
                    value = dict.__getitem__(obj, key)
                    self._reporter.report_item("write", obj, key, value, self._line)
        else:
            self._reporter.report_whole("read" if name in _LOOKING else "write", obj, self._line)


class OutsideMethod:
    """A method of a path or a database, reported after the call."""

    __slots__ = ("_line", "_method", "_name", "_obj", "_reporter")

    def __init__(
        self, reporter: Reporter, obj: object, name: str, method: Callable[..., object], line: int
    ) -> None:
        self._reporter, self._obj, self._name, self._line = reporter, obj, name, line
        self._method = method

    def __call__(self, *args: object, **options: object) -> object:
        result = self._method(*args, **options)
        touch = external_state.touched(self._obj, self._name, args, result)
        if touch is not None:
            self._reporter.report_outside(touch, self._line)
        return result


def given_to(
    reporter: Reporter, line: int, function: Callable[..., object], *args: object, **options: object
) -> object:
    """Call a function of the library and report the containers it was given."""
    try:
        return function(*args, **options)
    finally:
        for given in args:
            reporter.report_whole(stdlib_effects.kind_of(function) or "write", given, line)


def _getattr(
    reporter: Reporter, line: int, function: Callable[..., object], *args: object
) -> object:
    value = function(*args)
    match args:
        case obj, str(name), *_:
            reporter.report_attribute("read", obj, name, value, line)
    return value


def _setattr(reporter: Reporter, line: int, function: Callable[..., object], *args: object) -> None:
    function(*args)
    match args:
        case obj, str(name), value:
            reporter.report_attribute("write", obj, name, value, line)


def _delattr(reporter: Reporter, line: int, function: Callable[..., object], *args: object) -> None:
    match args:
        case obj, str(name):
            del Slot(reporter, obj, name, line).value
        case _:
            function(*args)  # which says what is wrong


#: Functions that reach an attribute by its name, and what to call instead.
REACHING: dict[object, Callable[..., object]] = {
    getattr: _getattr,
    setattr: _setattr,
    delattr: _delattr,
}

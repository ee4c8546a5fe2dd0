"""Plant a fault: a few characters of one function are other ones while it lasts."""

from __future__ import annotations

import contextlib
import importlib
import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FunctionType


@dataclass(frozen=True)
class Fault:
    """One mutation.

    Attributes:
        where: 'module:qualified.name' of a function, below `lockstep`.
        old, new: what is replaced, exactly once, in the function's text.
        caught_by: the check, and what it is given, that must not pass.
    """

    where: str
    old: str
    new: str
    caught_by: tuple[str, str]

    @property
    def name(self) -> str:
        """What a test of it is called."""
        return f"{self.where}: {self.old.strip()} -> {self.new.strip()}"


@contextlib.contextmanager
def planted(fault: Fault) -> Iterator[None]:
    """Give the function other code; whoever has imported it already gets it too."""
    function = _function(fault.where)
    good = function.__code__
    function.__code__ = _changed(function, fault)
    try:
        yield
    finally:
        function.__code__ = good


def _function(where: str) -> FunctionType:
    module, name = where.split(":")
    found = importlib.import_module(f"lockstep.{module}")
    for part in name.split("."):
        found = inspect.getattr_static(found, part)
    found = getattr(found, "fget", None) or getattr(found, "__func__", None) or found
    found = inspect.unwrap(found)
    assert isinstance(found, FunctionType), where
    return found


def _changed(function: FunctionType, fault: Fault) -> CodeType:
    """Compile the whole module anew, so that closures and `super()` stay what they are."""
    path = Path(function.__code__.co_filename)
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    text, first = inspect.getsourcelines(function)
    body = "".join(text)
    assert body.count(fault.old) == 1, f"does not fit any more, rewrite it: {fault.name}"
    lines[first - 1 : first - 1 + len(text)] = [body.replace(fault.old, fault.new)]
    code = compile("".join(lines), str(path), "exec", dont_inherit=True)
    return next(
        inner
        for inner in _all(code)
        if inner.co_qualname == function.__code__.co_qualname
        and inner.co_firstlineno == function.__code__.co_firstlineno
    )


def _all(code: CodeType) -> Iterator[CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _all(constant)

"""The door of this room: text in, a code object out, or a SourceError with the line."""

from __future__ import annotations

import ast
import contextlib
import functools
import sys
from collections.abc import Iterator
from types import CodeType

from lockstep.instrument.observe import observed

_NESTING = 50_000
#: Programs whose code is kept: exploring runs one program many times.
_KEPT = 4


class SourceError(ValueError):
    """The learner's text is no Python program; ``message`` says why, and where.

    Attributes:
        line: the line in question, from 1, or None.
    """

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.line = line


@functools.lru_cache(_KEPT)
def instrument(source: str, filename: str) -> CodeType:
    """Compile ``source`` so that running it reports to the probe called ``__lockstep__``.

    Raises:
        SourceError: it does not compile, or is nested too deeply to be observed.
    """
    try:
        compile(source, filename, "exec", dont_inherit=True)
        with _room_for_nesting():
            module = ast.parse(source, filename)
            return compile(observed(module), filename, "exec", dont_inherit=True)
    except SyntaxError as error:
        where = f"{filename}:{error.lineno}: " if error.lineno else f"{filename}: "
        raise SourceError(f"{where}{type(error).__name__}: {error.msg}", error.lineno) from None
    except (ValueError, RecursionError, MemoryError) as error:
        raise SourceError(f"{filename}: cannot be compiled: {error}") from None


@contextlib.contextmanager
def _room_for_nesting() -> Iterator[None]:
    # a hundred elifs are a hundred levels of the tree, and several of our calls each
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, _NESTING))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)

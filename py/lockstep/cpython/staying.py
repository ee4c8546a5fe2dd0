"""What does nothing between two runs, and may stay in place until the last of many has ended.

For a run some hundred functions are replaced by stand-ins, and code is instrumented. Stand-ins do
what they stand for, and instruments call nothing, unless a run goes on: so an exploration, which
runs a small program some thousand times, does not take them away after each run.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable

_many: list[None] = []  # one for each sequence of runs that goes on
_undo: dict[Hashable, Callable[[], None]] = {}


def begin() -> None:
    """Many runs follow."""
    _many.append(None)


def end() -> None:
    """They are over. No run may be under way."""
    _many.pop()
    while not _many and _undo:
        _undo.popitem()[1]()


def stays() -> bool:
    """Return whether what does nothing between runs stays."""
    return bool(_many)


def undo_at_end(what: Hashable, undo: Callable[[], None]) -> None:
    """Call ``undo`` at the end; of several for ``what``, the first."""
    _undo.setdefault(what, undo)


def forget(what: Hashable) -> None:
    """Nothing has to be undone for ``what`` any more."""
    _undo.pop(what, None)


def undo(what: Hashable) -> None:
    """Undo it now."""
    _undo.pop(what)()

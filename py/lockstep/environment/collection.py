"""The cycle collector as a program sees it: it looks at what the program has made, and only then.

The real one is off during a run, as it runs by chance. What the watching keeps alive would count
as in use, so a collection that a program asks for goes as follows:

1. All that is kept is handed to a `_Loan`, which is garbage itself. So what nothing else refers to
   is found.
2. What is found is saved (`gc.DEBUG_SAVEALL`), the loan with it. What was lent goes back, unless
   it is garbage. By then its weak references are cleared, and its finalisers have run.
3. The garbage goes with a second collection, of which nobody is told.
"""

from __future__ import annotations

import contextlib
import gc
from builtins import id, type  # a program may replace them
from collections.abc import Iterator

from lockstep.cpython.replacing import replaced
from lockstep.objects.registry import Registry

_ALL = 2  # generations
_collect = gc.collect


class _Loan:
    """What the registry has lent, in a circle to which nothing leads."""

    __slots__ = ("itself", "lent")
    #: Objects that a collection finds of it: it, and its list.
    SIZE = 2

    def __init__(self, lent: list[object]) -> None:
        self.itself, self.lent = self, lent


class Collector:
    """Stands in for functions of `gc`.

    Args:
        registry: keeps objects of the program's alive.
    """

    def __init__(self, registry: Registry) -> None:
        self._is_on = True
        self._registry = registry

    def enable(self) -> None:
        """Stand in for `gc.enable`."""
        self._is_on = True

    def disable(self) -> None:
        """Stand in for `gc.disable`."""
        self._is_on = False

    def isenabled(self) -> bool:
        """Stand in for `gc.isenabled`."""
        return self._is_on

    def collect(self, generation: int = _ALL) -> int:
        """Stand in for `gc.collect`."""
        if generation != _ALL or not self._has_lent():
            return _collect(generation)
        before, start = gc.get_debug(), len(gc.garbage)
        gc.set_debug(before | gc.DEBUG_SAVEALL)
        try:
            found = _collect()
            saved = gc.garbage[start:]
            del gc.garbage[start:]
            self._take_back(saved, is_kept=bool(before & gc.DEBUG_SAVEALL))
            gc.garbage.extend(saved)
            del saved
            gc.set_debug(0)
            with _unheard():
                _collect()
        finally:
            gc.set_debug(before)
        return found - _Loan.SIZE

    def _has_lent(self) -> bool:
        lent = self._registry.lend()
        if lent:
            _Loan(lent)  # nothing else refers to it from here on
        return bool(lent)

    def _take_back(self, saved: list[object], *, is_kept: bool) -> None:
        """Give back what was lent; leave in ``saved`` what the program has asked to be kept."""
        loans = [each for each in saved if type(each) is _Loan]  # none, if a callback took it
        lent = [each for loan in loans for each in loan.lent]
        ours = {id(part) for loan in loans for part in (loan, loan.lent)}
        dead = set() if is_kept else {id(each) for each in saved}
        self._registry.take_back(lent, dead)
        saved[:] = [each for each in saved if id(each) not in ours] if is_kept else []


@contextlib.contextmanager
def no_collection(source: str, registry: Registry) -> Iterator[None]:
    """Switch the collector off, and let that of the program stand in for it.

    What there is before the program begins is set aside: to look at it takes time, and what others
    have left lying would be counted.
    """
    enabled = gc.isenabled()
    gc.disable()
    seen = Collector(registry)
    is_set_aside = "gc" in source and "freeze" not in source and not gc.get_freeze_count()
    functions = {
        name: getattr(seen, name) for name in ("enable", "disable", "isenabled", "collect")
    }
    try:
        if is_set_aside:
            gc.freeze()
        with replaced(gc, **functions):
            yield
    finally:
        if is_set_aside:
            gc.unfreeze()
        if enabled:
            gc.enable()


@contextlib.contextmanager
def _unheard() -> Iterator[None]:
    """Let no callback of the program's be called by a collection."""
    callbacks = list(gc.callbacks)
    gc.callbacks.clear()
    try:
        yield
    finally:
        gc.callbacks[:] = callbacks

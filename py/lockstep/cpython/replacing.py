"""Put something in another's place in a module or class, for a while, in this thread or in all."""

from __future__ import annotations

import contextlib
import functools
import threading
from collections.abc import Callable, Iterator

from lockstep.cpython import staying


class _StandIn:
    """A function that is ``real``, except in a thread in which something stands in for it.

    It is made once and for all: a module that is first imported during a run may keep it.
    """

    def __init__(self, real: Callable[..., object]) -> None:
        self.inside: list[tuple[int, Callable[..., object]]] = []

        @functools.wraps(real)
        def chosen(*args: object, **options: object) -> object:
            function = real
            if self.inside:
                thread, replacement = self.inside[-1]
                if thread == threading.get_ident():
                    function = replacement
            return function(*args, **options)

        self.function = chosen


_STAND_INS: dict[object, _StandIn] = {}


@contextlib.contextmanager
def only_here(owner: object, **replacements: Callable[..., object]) -> Iterator[None]:
    """Replace functions of a module or class, in this thread only."""
    used = []
    thread = threading.get_ident()
    for name, replacement in replacements.items():
        real = getattr(owner, name)
        stand_in = _STAND_INS.get(real)
        if stand_in is None:
            stand_in = _StandIn(real)
            _STAND_INS[real] = _STAND_INS[stand_in.function] = stand_in
        stand_in.inside.append((thread, replacement))
        used.append((name, stand_in, put(owner, name, stand_in.function)))
    try:
        yield
    finally:
        for name, stand_in, before in used:
            stand_in.inside.pop()
            put_back(owner, name, stand_in.function, before)


_MISSING = object()


def put(owner: object, name: str, stand_in: object) -> object:
    """Let something that does nothing between runs stand in; return what stood there."""
    before = vars(owner).get(name, _MISSING)
    if before is not stand_in:
        setattr(owner, name, stand_in)
    return before


def put_back(owner: object, name: str, stand_in: object, before: object) -> None:
    """Put back what stood there; while many runs follow each other, the stand-in stays."""
    if staying.stays():
        if before is not stand_in:  # else what put it there first takes it away
            key = "stand-in", id(owner), name
            staying.undo_at_end(key, functools.partial(_restore, owner, name, before))
        put(owner, name, stand_in)  # the program may have put something else there
    elif before is not stand_in:
        _restore(owner, name, before)


def _restore(owner: object, name: str, before: object) -> None:
    if before is _MISSING:
        delattr(owner, name)
    else:
        setattr(owner, name, before)


@contextlib.contextmanager
def replaced(owner: object, **values: object) -> Iterator[None]:
    """Give attributes of a module, class or object other values."""
    before = {name: vars(owner).get(name, _MISSING) for name in values}
    for name, value in values.items():
        setattr(owner, name, value)
    try:
        yield
    finally:
        for name, value in before.items():
            _restore(owner, name, value)

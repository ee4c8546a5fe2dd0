"""Put something in another's place in a module or class, for a while, in this thread or in all."""

from __future__ import annotations

import contextlib
import functools
import threading
from collections.abc import Iterator
from typing import Any


class _StandIn:
    """A function that is ``real``, except in a thread in which something stands in for it.

    It is made once and for all: a module that is first imported during a run may keep it.
    """

    def __init__(self, real: Any) -> None:
        self.inside: list[tuple[int, object]] = []

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
def only_here(owner: object, **replacements: object) -> Iterator[None]:
    """Replace functions of a module or class, in this thread only."""
    used = {}
    for name, replacement in replacements.items():
        real = getattr(owner, name)
        stand_in = _STAND_INS.get(real)
        if stand_in is None:
            stand_in = _StandIn(real)
            _STAND_INS[real] = _STAND_INS[stand_in.function] = stand_in
        stand_in.inside.append((threading.get_ident(), replacement))
        used[name] = stand_in
    try:
        with replaced(owner, **{name: stand_in.function for name, stand_in in used.items()}):
            yield
    finally:
        for stand_in in used.values():
            stand_in.inside.pop()


@contextlib.contextmanager
def replaced(owner: object, **values: object) -> Iterator[None]:
    """Give attributes of a module, class or object other values."""
    missing = object()
    before = {name: vars(owner).get(name, missing) for name in values}
    for name, value in values.items():
        setattr(owner, name, value)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is missing:
                delattr(owner, name)
            else:
                setattr(owner, name, value)

"""How a thing is checked that is taken for granted, and what no longer holds is told."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine

from lockstep.loop import new_event_loop

CHECKS: dict[str, Callable[[], None]] = {}


def check(function: Callable[[], None]) -> Callable[[], None]:
    CHECKS[function.__name__] = function
    return function


def asynchronous(body: Callable[[], Coroutine[object, object, None]]) -> Callable[[], None]:
    def checked() -> None:
        run(body())

    checked.__name__ = body.__name__
    return check(checked)


def run(coro: Coroutine[object, object, object]) -> None:
    """`asyncio.run` itself is another one in Pyodide."""
    with asyncio.Runner(loop_factory=new_event_loop) as runner:
        runner.run(coro)


def must(holds: object, sentence: str) -> None:
    if not holds:
        raise AssertionError(sentence)


def failures() -> dict[str, str]:
    """Run all; return what failed, by name, with its sentence."""
    logging.disable(logging.CRITICAL)
    found = {}
    for name, function in CHECKS.items():
        try:
            function()
        except Exception as error:
            found[name] = f"{type(error).__name__}: {error}"
    return found

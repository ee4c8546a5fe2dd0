"""The two ways to ask for every order: a decorator of a test, and a call in the middle of one."""

from __future__ import annotations

import contextlib
import functools
import inspect
import sys
from collections.abc import Callable, Coroutine, Iterator
from typing import overload

from lockstep.explore import Exploration
from lockstep.testing.call import Call, CannotExplore, Program, program
from lockstep.testing.verdict import Settings, explored

Test = Callable[..., Coroutine[object, object, object]]

#: Where the decorator leaves its settings, for the plugin.
MARK = "__lockstep_every_order__"
_exploring = 0  # how many explorations are under way: one, or none


@overload
def every_order(test: Test, /) -> Callable[..., object]: ...


@overload
def every_order(
    *,
    seconds: float | None = None,
    max_runs: int | None = None,
    latency: str = "any",
    strict: bool = False,
) -> Callable[[Test], Callable[..., object]]: ...


def every_order(
    test: Test | None = None,
    /,
    *,
    seconds: float | None = None,
    max_runs: int | None = None,
    latency: str = "any",
    strict: bool = False,
) -> Callable[..., object]:
    """Let an ``async def`` test run in every order that asyncio could produce.

    >>> @every_order
    ... async def test_deposits_add_up(): ...

    >>> @every_order(seconds=30, strict=True)
    ... async def test_transfers(account): ...

    The test fails if an order of it does, with the shortest such schedule, the run in words and a
    script that shows it on stock asyncio. With pytest it may take fixtures and parameters: all that
    it takes is made anew for every order. Without pytest the decorated function can be called.

    Args:
        test: the test, a coroutine function.
        seconds: real time that it may take, in seconds; else ``--lockstep-seconds``, 10 by default.
        max_runs: how many executions may be spent.
        latency: 'any': a sleep stands for I/O of unknown length; 'written': only ties are open.
        strict: fail, too, if not all orders could be tried.

    Returns:
        The test that tries them; without ``test``, what makes such a one of the test it is given.

    Raises:
        TypeError: ``test`` is no coroutine function.
    """
    settings = Settings(seconds, max_runs, latency, strict)
    if test is None:
        return functools.partial(_decorated, settings=settings)
    return _decorated(test, settings)


def _decorated(test: Test, settings: Settings) -> Callable[..., object]:
    if not inspect.iscoroutinefunction(test):
        name = getattr(test, "__qualname__", repr(test))
        raise TypeError(f"every_order is for `async def` tests, and {name} is none")

    @functools.wraps(test)
    def tried_in_every_order(*args: object, **named: object) -> object:
        if _exploring:
            return test(*args, **named)
        if args or named:
            raise CannotExplore(
                f"{test.__qualname__} takes what only pytest can make anew for every order: run it "
                "with pytest, with Lockstep's plugin (`-p lockstep.testing.plugin`)"
            )
        return _explored(_program(test), settings)

    setattr(tried_in_every_order, MARK, settings)
    return tried_in_every_order


def check(
    main: Test,
    *,
    seconds: float | None = None,
    max_runs: int | None = None,
    latency: str = "any",
    strict: bool = False,
) -> Exploration:
    """Run ``main()`` in every order that asyncio could produce, and return what is known of them.

    Args:
        main: a coroutine function that takes nothing, neither as an argument nor from a function
            that it stands in.
        seconds: real time that it may take, in seconds; 10 by default.
        max_runs: how many executions may be spent.
        latency, strict: as for `every_order`.

    Raises:
        OrderFailed: an order in which it fails, with all that is known of it.
        NotVerified: ``strict``, and not all orders could be tried.
        CannotExplore: ``main`` cannot be called anew for every order.
    """
    return _explored(_program(main), Settings(seconds, max_runs, latency, strict))


def _explored(test: Program, settings: Settings) -> Exploration:
    with exploring():
        return explored(test, settings)


@contextlib.contextmanager
def exploring() -> Iterator[None]:
    """Let decorated functions be what they are, while one of them is explored."""
    global _exploring  # noqa: PLW0603 - as long as it lasts
    if _exploring:
        raise CannotExplore("a test that is run in every order cannot ask for that again")
    _exploring += 1
    try:
        yield
    finally:
        _exploring -= 1


def _program(main: Test) -> Program:
    """Raises CannotExplore: it cannot be called by its name in a module that begins anew."""
    name = getattr(main, "__qualname__", repr(main))
    if not inspect.iscoroutinefunction(main):
        raise CannotExplore(f"check() is for coroutine functions, and {name} is none")
    code, is_inside = main.__code__, "." in name
    if code.co_freevars or (is_inside and "<locals>" not in name):
        taken = ", ".join(code.co_freevars) or "self"
        raise CannotExplore(
            f"{name} takes {taken} from what it stands in, and every order calls it anew: let it "
            "make what it needs, or decorate the test with lockstep.every_order"
        )
    needed = [p.name for p in inspect.signature(main).parameters.values() if _is_needed(p)]
    if needed:
        raise CannotExplore(f"{name} takes {', '.join(needed)}, and check() passes nothing")
    line = code.co_firstlineno if is_inside else None
    return program(name, sys.modules[main.__module__], Call(main.__name__), line)


def _is_needed(parameter: inspect.Parameter) -> bool:
    varied = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
    return parameter.default is inspect.Parameter.empty and parameter.kind not in varied

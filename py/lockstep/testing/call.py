"""The call that pytest would make of a test, as plain Python below the text of its file."""

from __future__ import annotations

import inspect
import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Literal

from lockstep.testing.source import as_program, lifted

Kind = Literal["value", "generator", "coroutine", "async generator", "expression"]


class CannotExplore(Exception):
    """A test that cannot be explored; the message says what is in the way, and what to do."""


@dataclass(frozen=True)
class Program:
    """A test as a program.

    Attributes:
        name: of the test, for people.
        text: of the program.
        filename: the test's file, whose lines the text has.
        lines: how many those are; below them stands the call.
    """

    name: str
    text: str
    filename: str
    lines: int


@dataclass(frozen=True)
class Fixture:
    """A fixture, as it is set up before the test.

    Attributes:
        name: as tests ask for it.
        source: an expression of the function that makes it; for the kind 'expression', of itself.
        kind: what the function is.
        takes: the names of the fixtures that it takes, and ``request``.
        param: an expression of ``request.param``, or None.
    """

    name: str
    source: str
    kind: Kind
    takes: tuple[str, ...] = ()
    param: str | None = None

    @property
    def is_async(self) -> bool:
        """Whether it is set up inside the event loop."""
        return self.kind in ("coroutine", "async generator")


@dataclass(frozen=True)
class Call:
    """How a test is called.

    Attributes:
        function: its name, below the class if there is one.
        holder: an expression of the class that it is a method of, or None.
        arguments: the names of the fixtures and parameters that it takes.
        fixtures: what is set up before, in this order.
        values: the test's parameters, as expressions.
        imports: modules that fixtures come from.
    """

    function: str
    holder: str | None = None
    arguments: tuple[str, ...] = ()
    fixtures: tuple[Fixture, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    imports: tuple[str, ...] = ()


def program(name: str, module: ModuleType, call: Call, inside: int | None = None) -> Program:
    """Return a test as a program.

    Args:
        name: of the test, for people.
        module: that it stands in.
        call: how it is called.
        inside: the line of the function if it stands inside of another one.

    Raises:
        CannotExplore: its file cannot be read.
    """
    filename, text = text_of(module)
    if inside is not None:
        text = lifted(text, call.function, inside)
    text = as_program(text, str(getattr(module, "__package__", "") or ""), call.function)
    own = text.rstrip()
    return Program(name, f"{own}\n\n\n{_below(call)}", filename, own.count("\n") + 1)


def text_of(module: ModuleType) -> tuple[str, str]:
    """Return a module's file, and its text.

    Raises:
        CannotExplore: there is no such file, or it cannot be read.
    """
    filename = inspect.getsourcefile(module) if getattr(module, "__file__", None) else None
    if filename is None:
        raise CannotExplore(
            f"the module {module.__name__!r} has no file: every order begins with its text anew"
        )
    try:
        return filename, Path(filename).read_text("utf-8-sig")
    except (OSError, ValueError) as error:
        raise CannotExplore(f"cannot read {filename}: {error}") from None


_REQUEST = '''
class _Request:
    """What there is of pytest's `request` in every order."""

    def __init__(self, **known):
        vars(self).update(known)

    def __getattr__(self, name):
        raise AttributeError(
            f"request.{name} is not there where every order is tried: only param and addfinalizer"
        )

'''


def _below(call: Call) -> str:
    """Return what stands below the file's text."""
    needs_exit = bool(call.fixtures)
    lines = ["# The call that pytest makes, in plain Python: all is made anew for every order."]
    lines += ["import asyncio as _asyncio"]
    lines += ["import contextlib as _contextlib"] if needs_exit else []
    lines += [f"import {name}" for name in call.imports]
    lines += [f"_make_{each.name} = {each.source}" for each in _made(call) if not _on_self(each)]
    if any("request" in each.takes for each in call.fixtures):
        lines += _REQUEST.splitlines()
    if not (needs_exit or call.holder or call.values):
        return "\n".join([*lines, "", f"_asyncio.run({call.function}())", ""])
    body = [f"{name} = {value}" for name, value in call.values.items()]
    body += [f"self = {call.holder}()"] if call.holder else []
    outer, inner = _split(call.fixtures)
    last = [*_set_up(outer), *_run(call, inner)]
    if needs_exit:
        last = ["with _contextlib.ExitStack() as _left:", *_indented(last)]
    body += last
    return "\n".join([*lines, "", "", "def _call():", *_indented(body), "", "", "_call()", ""])


def _run(call: Call, inner: Sequence[Fixture]) -> list[str]:
    """Return the lines that run the test in a loop, with what is set up inside of that."""
    test = f"{'self.' if call.holder else ''}{call.function}({_passed(call.arguments)})"
    if not inner:
        return [f"_asyncio.run({test})"]
    steps = [*_set_up(inner), f"await {test}"]
    left = ["async with _contextlib.AsyncExitStack() as _left:", *_indented(steps)]
    return ["async def _test():", *_indented(left), "", "_asyncio.run(_test())"]


def _made(call: Call) -> Iterator[Fixture]:
    return (each for each in call.fixtures if each.kind != "expression")


def _on_self(each: Fixture) -> bool:
    return each.source.startswith("self.")


def _split(fixtures: Sequence[Fixture]) -> tuple[Sequence[Fixture], Sequence[Fixture]]:
    """Return those set up before the loop runs, and from the first on that needs it."""
    first = next((n for n, each in enumerate(fixtures) if each.is_async), len(fixtures))
    return fixtures[:first], fixtures[first:]


def _set_up(fixtures: Sequence[Fixture]) -> list[str]:
    return [f"{each.name} = {_value(each)}" for each in fixtures]


def _value(each: Fixture) -> str:
    if each.kind == "expression":
        return each.source
    function = each.source if _on_self(each) else f"_make_{each.name}"
    passed = _passed(each.takes, each.param)
    match each.kind:
        case "generator":
            return f"_left.enter_context(_contextlib.contextmanager({function})({passed}))"
        case "async generator":
            entered = f"_contextlib.asynccontextmanager({function})({passed})"
            return f"await _left.enter_async_context({entered})"
        case "coroutine":
            return f"await {function}({passed})"
        case _:
            return f"{function}({passed})"


def _passed(names: Sequence[str], param: str | None = None) -> str:
    known = "" if param is None else f"param={param}, "
    request = f"_Request({known}addfinalizer=_left.callback)"
    return ", ".join(f"{name}={request if name == 'request' else name}" for name in names)


def _indented(lines: Sequence[str]) -> list[str]:
    return textwrap.indent("\n".join(lines), "    ").split("\n")


def kind_of(function: Callable[..., object]) -> Kind:
    """Return what a fixture's function is."""
    if inspect.isasyncgenfunction(function):
        return "async generator"
    if inspect.iscoroutinefunction(function):
        return "coroutine"
    return "generator" if inspect.isgeneratorfunction(function) else "value"

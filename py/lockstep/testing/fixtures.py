"""What a test of pytest's takes, as it can be made anew for every order."""

from __future__ import annotations

import ast
import importlib.util
import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import pytest

from lockstep.english import joined
from lockstep.environment import own_modules
from lockstep.testing.call import Call, CannotExplore, Fixture, kind_of, text_of
from lockstep.testing.source import last_name

#: Fixtures of pytest's own that can be made anew, and how.
_OF_PYTEST = {
    "monkeypatch": "_left.enter_context(__import__('pytest').MonkeyPatch.context())",
    "tmp_path": "__import__('pathlib').Path(__import__('tempfile').mkdtemp())",
}
_XUNIT = "_xunit_setup_"


def call_of(item: pytest.Function) -> Call:
    """Return how pytest would call a test.

    Raises:
        CannotExplore: it takes what cannot be made anew for every order.
    """
    return _Reader(item).call()


class _Reader:
    def __init__(self, item: pytest.Function) -> None:
        self._item = item
        self._info = item._fixtureinfo
        callspec = getattr(item, "callspec", None)
        self._params: Mapping[str, object] = callspec.params if callspec else {}
        self._fixtures: dict[str, Fixture] = {}
        self._values: dict[str, str] = {}
        self._imports: list[str] = []

    def call(self) -> Call:
        item = self._item
        arguments = tuple(self._info.argnames)
        for name in self._wanted():
            self._need(name, ())
        holder = item.cls.__qualname__ if item.cls else None
        function = item.originalname
        xunit = tuple(self._of_xunit(function, holder))
        fixtures = (*xunit, *self._fixtures.values())
        return Call(function, holder, arguments, fixtures, self._values, tuple(self._imports))

    def _wanted(self) -> Iterator[str]:
        """Yield what the test takes, and what is used although it is not asked for."""
        asked = {*self._info.argnames, *self._params}
        for mark in self._item.iter_markers("usefixtures"):
            asked |= set(mark.args)
        for name in self._info.names_closure:
            if name in asked or (name in self._info.initialnames and self._is_own(name)):
                yield name

    def _is_own(self, name: str) -> bool:
        """Whether a fixture that no test asks for is the project's, and not a plugin's."""
        definitions = self._info.name2fixturedefs.get(name, ())
        return bool(definitions) and own_modules.is_own(str(definitions[-1].func.__module__))

    def _need(self, name: str, above: Sequence[str]) -> None:
        if name in self._fixtures or name in self._values or name == "request":
            return
        if name in above:
            raise _refused(name, "it takes the fixture of its own name that it replaces")
        definitions = self._info.name2fixturedefs.get(name)
        if not definitions:
            raise _refused(name, "no fixture is called so")
        function = definitions[-1].func
        module = str(function.__module__)
        if module.partition(".")[0] == "_pytest":
            if name in self._params:
                self._values[name] = self._parameter(name)
            else:
                self._fixtures[name] = self._of_pytest(name)
            return
        takes = tuple(p for p in inspect.signature(function).parameters if p != "self")
        for each in takes:
            self._need(each, (*above, name))
        param = self._parameter(name) if name in self._params else None
        self._fixtures[name] = Fixture(
            name, self._source(function), kind_of(function), takes, param
        )

    def _of_pytest(self, name: str) -> Fixture:
        if name not in _OF_PYTEST:
            known = joined(sorted(_OF_PYTEST))
            raise _refused(name, f"of pytest's own fixtures, only {known} can be")
        return Fixture(name, _OF_PYTEST[name], "expression")

    def _source(self, function: Callable[..., object]) -> str:
        """Return an expression of a fixture's function in the program."""
        inner: Callable[..., object] = getattr(function, "__func__", function)
        if inner.__module__ == self._item.module.__name__:
            return f"self.{inner.__name__}" if "." in inner.__qualname__ else inner.__name__
        if "." in inner.__qualname__:
            if hasattr(function, "__self__"):
                return f"self.{inner.__name__}.__wrapped__"
            raise _refused(inner.__name__, "it stands inside of something in another module")
        return f"{self._import(inner.__module__)}.{inner.__name__}.__wrapped__"

    def _import(self, module: str) -> str:
        try:
            is_found = importlib.util.find_spec(module) is not None
        except (ImportError, ValueError, AttributeError):
            is_found = False
        if not is_found:
            raise CannotExplore(
                f"the fixtures of {module} cannot be made anew for every order: the module cannot "
                "be imported by its name (add its folder to pytest's setting `pythonpath`)"
            )
        if module not in self._imports:
            self._imports.append(module)
        return module

    # --- parameters -------------------------------------------------------------------------

    def _parameter(self, name: str) -> str:
        """Return an expression of a parameter: as a literal, else as it stands in the file."""
        value = self._params[name]
        literal = repr(value)
        try:
            if (
                type(ast.literal_eval(literal)) is type(value)
                and ast.literal_eval(literal) == value
            ):
                return literal
        except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
            pass
        for mark in self._item.iter_markers("parametrize"):
            names = _names(mark.args[0])
            if name in names:
                written = self._as_written(mark.args[0])
                if written is not None:
                    return _element(written, mark.args[1], names, name, value)
        raise CannotExplore(
            f"the parameter {name} = {literal} cannot be made anew for every order: write it in a "
            "`parametrize` of the test itself, or make it in a fixture"
        )

    def _as_written(self, names: object) -> str | None:
        """Return the text of the values in the test's own `parametrize` of these names."""
        _, text = text_of(self._item.module)
        for node in ast.walk(ast.parse(text)):
            is_test = (
                isinstance(node, ast.AsyncFunctionDef) and node.name == self._item.originalname
            )
            if not is_test:
                continue
            for each in node.decorator_list:  # type: ignore[attr-defined]
                if isinstance(each, ast.Call) and last_name(each) == "parametrize":
                    given = [*each.args, *(keyword.value for keyword in each.keywords)]
                    if len(given) > 1 and _spelled(given[0]) == names:
                        return ast.unparse(given[1])
        return None

    # --- setup_method and its like --------------------------------------------------------------

    def _of_xunit(self, function: str, holder: str | None) -> Iterator[Fixture]:
        """Yield pytest's calls of setup_module() and the like, as fixtures that give nothing."""
        wanted = [name for name in self._info.names_closure if name.startswith(_XUNIT)]
        module, cls = self._item.module, self._item.cls
        places = [("module", module, "", "__import__('sys').modules['__main__']")]
        if holder is None:
            places.append(("function", module, "", function))
        else:
            places.append(("class", cls, f"{holder}.", ""))
            places.append(("method", cls, "self.", f"self.{function}"))
        for level, owner, prefix, passed in places:
            if not any(name.startswith(f"{_XUNIT}{level}") for name in wanted):
                continue
            for number, word in enumerate(("setup", "teardown")):
                name = f"{word}_{level}"
                if hasattr(owner, name):
                    argument = passed if _takes_one(getattr(owner, name)) else ""
                    source = f"{prefix}{name}({argument})"
                    if number:
                        source = f"_left.callback(lambda: {source})"
                    yield Fixture(f"_{name}", source, "expression")


def _takes_one(function: Callable[..., object]) -> bool:
    taken = [name for name in inspect.signature(function).parameters if name != "self"]
    return bool(taken)


def _names(stated: object) -> list[str]:
    if isinstance(stated, str):
        return [name.strip() for name in stated.split(",") if name.strip()]
    return [str(name) for name in stated]  # type: ignore[attr-defined]


def _spelled(node: ast.expr) -> object:
    try:
        return ast.literal_eval(node)
    except ValueError:
        return None


# Any: a row is a value, several in a sequence, or what `pytest.param` made of either
def _element(
    written: str, values: Iterable[Any], names: Sequence[str], name: str, value: object
) -> str:
    """Return the expression of one value in what `parametrize` was given.

    Raises:
        CannotExplore: it is none of them.
    """
    place = names.index(name)
    for index, given in enumerate(values):
        is_param = hasattr(given, "values") and hasattr(given, "marks")  # pytest.param(...)
        row = given.values if is_param else [given] if len(names) == 1 else given
        if row[place] is value:
            whole = f"list({written})[{index}]{'.values' if is_param else ''}"
            return f"{whole}[{place}]" if is_param or len(names) > 1 else whole
    raise CannotExplore(f"the parameter {name} = {value!r} is none of {written}")


def _refused(name: str, why: str) -> CannotExplore:
    return CannotExplore(
        f"the fixture {name!r} cannot be made anew for every order: {why}. Make what the test "
        "needs inside of it, or in a fixture of your own"
    )

"""What a user of the package can call says what it takes, in which unit, and what it raises."""

import ast
import importlib
import inspect
import re
import textwrap
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "py" / "lockstep"
#: The modules by which the package is used: from Python, docs builders, pytest, a page, a shell.
DOORS = (
    *("lockstep", "lockstep.cli", "lockstep.explore", "lockstep.fences", "lockstep.page"),
    *("lockstep.schedulers", "lockstep.share", "lockstep.sphinx", "lockstep.testing"),
)
#: Parameters that an interface of somebody else's prescribes are told by their names.
PASSED_ON = {"self", "cls"}
UNITS = re.compile(r"(micro|nano|milli)?seconds?\b|\bhow (many|often)\b|\b(numbers?|seed|line)\b")
NAMES = re.compile(r"\w+")


def is_public(name: str) -> bool:
    return not name.startswith("_")


#: Of an interface of somebody else's, which documents them, or of a script that stands alone.
ELSEWHERE = re.compile(r"visit_\w+|generic_visit")
ROOMS = [
    path
    for path in sorted(PACKAGE.rglob("*.py"))
    if not re.match(r"scenarios/|exercises/tasks/|reproduce/stock", str(path.relative_to(PACKAGE)))
]


def undocumented(tree: ast.AST, of: str = "") -> Iterator[str]:
    """Yield the public functions, classes and methods in a module that have no docstring."""
    for node in ast.iter_child_nodes(tree):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            continue
        marks = [ast.unparse(mark).rpartition(".")[2] for mark in node.decorator_list]
        is_addition = "overload" in marks or "setter" in marks
        if is_addition or not is_public(node.name) or ELSEWHERE.fullmatch(node.name):
            continue
        if not ast.get_docstring(node):
            yield f"{of}{node.name}, line {node.lineno}"
        if isinstance(node, ast.ClassDef):
            yield from undocumented(node, f"{node.name}.")


@pytest.mark.parametrize(
    "path", ROOMS, ids=lambda path: path.relative_to(PACKAGE).with_suffix("").as_posix()
)
def test_every_module_and_all_that_is_public_in_it_has_a_docstring(path):
    tree = ast.parse(path.read_text())
    assert ast.get_docstring(tree)
    assert list(undocumented(tree)) == []


@cache
def things_of(door: str) -> dict[str, object]:
    module = importlib.import_module(door)
    named = getattr(module, "__all__", None) or [
        name
        for name, value in vars(module).items()
        if is_public(name) and getattr(value, "__module__", "") == module.__name__
    ]
    return {f"{door}.{name}": getattr(module, name) for name in named}


def methods_of(kind: type) -> Iterator[tuple[str, object]]:
    """A class's own public methods; what overrides somebody else's is documented there."""
    foreign = [base for base in kind.__mro__ if not base.__module__.startswith("lockstep")]
    given = {name for base in foreign for name in vars(base)}
    for name, method in vars(kind).items():
        inner = getattr(method, "__func__", getattr(method, "fget", method))
        if is_public(name) and name not in given and inspect.isfunction(inner):
            yield name, inner


def callables() -> Iterator[tuple[str, object]]:
    seen: set[int] = set()
    for door in DOORS:
        for name, value in things_of(door).items():
            if id(value) in seen or not (inspect.isclass(value) or inspect.isfunction(value)):
                continue
            seen.add(id(value))
            yield name, value
            if inspect.isclass(value):
                yield from ((f"{name}.{part}", method) for part, method in methods_of(value))


THINGS = dict(callables())


def signature_of(thing: object) -> Callable[..., object] | None:
    """The function whose parameters a docstring has to tell; none of an exception's or enum's."""
    if not inspect.isclass(thing):
        return thing
    made = vars(thing).get("__init__")
    is_made = inspect.isfunction(made) and not getattr(thing, "_is_protocol", False)
    return made if is_made else None


def parameters(thing: object) -> list[inspect.Parameter]:
    function = signature_of(thing)
    if function is None:
        return []
    found = inspect.signature(function).parameters.values()
    return [each for each in found if each.name not in PASSED_ON and is_public(each.name)]


def documented_of(name: str, doc: str) -> str:
    """The passage of a docstring about a parameter: its entry, else the sentence that names it."""
    entry = re.search(
        rf"^([ ]*)(?:[*\w]+, )*\*{{0,2}}{name}(?:, [*\w]+)*:(.*(?:\n\1[ ]+.*)*)", doc, re.MULTILINE
    )
    if entry:
        return entry[2]
    return next((part for part in re.split(r"(?<=[.;])\s", doc) if name in NAMES.findall(part)), "")


def raised_in(function: Callable[..., object]) -> set[str]:
    if function.__code__.co_filename == "<string>":  # a dataclass has made it
        return set()
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    raised = (node.exc for node in ast.walk(tree) if isinstance(node, ast.Raise))
    return {
        made.func.id
        for made in raised
        if isinstance(made, ast.Call) and isinstance(made.func, ast.Name)
    }


@pytest.mark.parametrize("name", THINGS)
def test_it_has_a_docstring_that_begins_with_a_sentence(name):
    doc = inspect.cleandoc(THINGS[name].__doc__ or "")
    assert re.match(r"\S.*?[.:;](\s|$)", doc, re.DOTALL), doc


@pytest.mark.parametrize("name", THINGS)
def test_it_tells_what_each_parameter_is_and_numbers_with_their_unit(name):
    doc = inspect.cleandoc(THINGS[name].__doc__ or "")
    untold = [each.name for each in parameters(THINGS[name]) if not documented_of(each.name, doc)]
    without_unit = [
        each.name
        for each in parameters(THINGS[name])
        if re.search(r"^(int|float)\b", str(each.annotation))
        and not UNITS.search(f"{documented_of(each.name, doc)} {each.name}")
    ]
    assert (untold, without_unit) == ([], [])


@pytest.mark.parametrize("name", THINGS)
def test_it_tells_what_it_returns_and_raises(name):
    function = signature_of(THINGS[name])
    if function is None:
        return
    doc = inspect.cleandoc(THINGS[name].__doc__ or "")
    passage = doc.partition("Raises:")[2]
    raised = raised_in(function)
    assert bool(passage) >= bool(raised)
    assert {each for each in raised if each[:1].isupper() and each not in passage} == set()
    returned = str(inspect.signature(function).return_annotation)
    is_documented = re.search(r"\b(returns?|yields?|whether)\b", doc, re.IGNORECASE) is not None
    is_attribute = inspect.isclass(THINGS[name]) or not parameters(THINGS[name])
    assert is_documented or is_attribute or returned in ("None", "NoReturn")

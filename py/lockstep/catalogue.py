"""The catalogue: what the scenario files say about themselves.

A scenario is an ordinary Python file. Its docstring has a title, a paragraph, and fields such
as ``Watch:``, ``Expect:``, ``Lock-mode:``, ``Order:``. Its parameters are module constants
whose comment gives their bounds: ``ATMS = 3  # 1 to 8 (ATMs): how many ...``.
"""

from __future__ import annotations

import ast
import difflib
import functools
import re
from collections.abc import Mapping, Sequence
from importlib import resources
from typing import NotRequired, TypedDict

from lockstep.directives import Directives

#: The path through the lessons; a scenario says ``Chapter: 3``.
CHAPTERS = (
    "A race",
    "The lock",
    "How long to hold it",
    "Whose lock",
    "When it goes wrong",
    "When you need none",
    "Neighbours",
)

_FIELD = re.compile(r"^([A-Z][a-z]+(?:-[a-z]+)*):[ \t]*(\S.*(?:\n[ \t]+\S.*)*)$", re.MULTILINE)
_PARAMETER = re.compile(
    r"^(?P<name>[A-Z][A-Z_]*) = (?P<value>-?\d+|True|False)  # "
    r"(?:(?P<min>-?\d+) to (?P<max>-?\d+) )?\((?P<label>[^)]+)\): (?P<doc>\S.*)$",
    re.MULTILINE,
)
#: What is meant as a parameter: a constant whose comment has bounds, or a label with its colon.
_MEANT = re.compile(r"^[A-Z]\w*[^=\n]*=(?!=)[^#\n]*#.*(?:\d to -?\d|\([^)]+\):).*$", re.MULTILINE)


class Parameter(TypedDict):
    """A constant that a page has a control for.

    Attributes:
        min, max: bounds of a number; a choice has none.
        testid: what the page's control is called.
        start, end: where its value stands in the source, as JavaScript counts.
    """

    name: str
    value: int | bool
    type: str
    min: NotRequired[int]
    max: NotRequired[int]
    label: str
    testid: str
    doc: str
    start: int
    end: int


class Compared(TypedDict):
    """What stands beside a lesson's run: another scenario, or this one with other values."""

    scenario: str | None
    values: dict[str, int | bool]


class Entry(TypedDict):
    """What a scenario file says about itself (docs/writing-lessons.md has the fields)."""

    name: str
    title: str
    lesson: str
    source: str
    order: int
    listed: bool
    variant_of: NotRequired[str]
    chapter: str
    parameters: list[Parameter]
    axes: dict[str, str]
    opens: str
    family: str
    watch: list[str]
    expect: str | None
    findings: list[str]
    outcomes: list[str]
    question: str | None
    answer: str | None
    compare: Compared | None


class NoSuchScenario(LookupError):
    """A name that is not in the catalogue."""


class BadScenario(ValueError):
    """A scenario file that cannot be read: which file, and what is wrong in it."""


class BadParameter(ValueError):
    """A parameter that does not exist, or a value out of its bounds."""


@functools.cache
def _all() -> tuple[Entry, ...]:
    folder = resources.files("lockstep.scenarios")
    files = [f for f in folder.iterdir() if f.name.endswith(".py") and f.name != "__init__.py"]
    entries = [entry(f.name[:-3].replace("_", "-"), f.read_text("utf-8")) for f in files]
    check_variants(entries)
    return tuple(sorted(entries, key=lambda each: (each["order"], each["name"])))


def check_variants(entries: Sequence[Entry]) -> None:
    """Hold every variant to a scenario whose page can choose it.

    Raises:
        BadScenario: naming the file, what it names, and what it could.
    """
    pages = {each["name"] for each in entries if each["listed"]}
    for each in entries:
        if each.get("variant_of", each["name"]) not in pages:
            raise BadScenario(
                f"{_file(each['name'])}: 'Variant-of: {each['variant_of']}' names no scenario "
                f"with a page of its own; these have one: {', '.join(sorted(pages))}"
            )


def load() -> list[Entry]:
    """Return all scenarios in the order in which they are taught.

    One without a page of its own has `variant_of`: the scenario whose page leads to it.
    """
    return [entry.copy() for entry in _all()]


def get(name: str) -> Entry:
    """Return one scenario.

    Raises:
        NoSuchScenario: naming the nearest and all others.
    """
    entries = {entry["name"]: entry for entry in _all()}
    if name in entries:
        return entries[name].copy()
    near = difflib.get_close_matches(name, entries, 1)
    hint = f"; did you mean {near[0]!r}?" if near else "."
    raise NoSuchScenario(f"no scenario is called {name!r}{hint} There are: {', '.join(entries)}")


def with_parameters(entry: Entry, values: Mapping[str, int | bool]) -> str:
    """Return the scenario's source with these parameters.

    Raises:
        BadParameter: naming the parameter, the value and the bounds.
    """
    source: str = entry["source"]
    parameters = {p["name"]: p for p in entry["parameters"]}
    for name, value in values.items():
        if name not in parameters:
            known = ", ".join(parameters) or "none"
            raise BadParameter(f"{entry['name']} has no parameter {name!r}; it has {known}")
        _check(parameters[name], value)
        source = re.sub(rf"^{name} = (-?\d+|True|False)", f"{name} = {value}", source, flags=re.M)
    return source


def _check(parameter: Parameter, value: object) -> None:
    name = parameter["name"]
    if parameter["type"] == "bool":
        if type(value) is not bool:
            raise BadParameter(f"{name} = {value!r} is neither True nor False")
        return
    low, high = parameter["min"], parameter["max"]
    if type(value) is not int or not low <= value <= high:
        raise BadParameter(f"{name} = {value!r} is out of bounds: {low} to {high}")


def entry(name: str, source: str) -> Entry:
    """Return what the scenario file ``source`` says about itself.

    Raises:
        BadScenario: it does not compile, or says too little.
    """
    text = ast.get_docstring(_parsed(name, source)) or ""
    title, _, rest = text.partition("\n")
    fields = {m[1]: " ".join(m[2].split()) for m in _FIELD.finditer(rest)}
    lesson = _FIELD.sub("", rest).strip()
    directives = Directives.of(source)
    found: Entry = {
        "name": name,
        "title": title.strip(),
        "lesson": " ".join(lesson.split()),
        "source": source,
        "order": _number(name, fields, "Order", 999),
        "listed": "Variant-of" not in fields,
        "chapter": CHAPTERS[_number(name, fields, "Chapter", len(CHAPTERS)) - 1],
        "parameters": _parameters(name, source),
        "axes": {key.lower(): fields[key] for key in ("Lock-mode", "Lock-scope") if key in fields},
        "opens": fields.get("Opens", "run"),
        "family": fields.get("Family", "bank"),
        "watch": list(directives.watch),
        "expect": directives.expect,
        "findings": _listed(fields.get("Findings", "none")),
        "outcomes": [part.strip() for part in fields.get("Outcomes", "").split("|") if part],
        "question": fields.get("Question"),
        "answer": fields.get("Answer"),
        "compare": _compare(fields["Compare"]) if "Compare" in fields else None,
    }
    if "Variant-of" in fields:
        found["variant_of"] = fields["Variant-of"]
    return found


def _parsed(name: str, source: str) -> ast.Module:
    try:
        return ast.parse(source)
    except SyntaxError as error:
        where = f"{_file(name)}:{error.lineno}"
        raise BadScenario(f"{where}: {type(error).__name__}: {error.msg}") from None


def _file(name: str) -> str:
    return f"scenarios/{name.replace('-', '_')}.py"


def _number(name: str, fields: Mapping[str, str], field: str, most: int) -> int:
    """Return a field that every scenario has to have, as a number from 1 to ``most``."""
    text = fields.get(field, "missing")
    if not text.isdecimal() or not 1 <= int(text) <= most:
        raise BadScenario(
            f"{_file(name)}: its docstring needs a line '{field}: N', N from 1 to {most}; "
            f"it is {text}"
        )
    return int(text)


def _listed(text: str) -> list[str]:
    return [] if text == "none" else [part.strip() for part in text.split(",")]


def _compare(text: str) -> Compared:
    """Read ``per-object-lock`` (another scenario) or ``INSIDE = False`` (another value)."""
    name, equals, value = (part.strip() for part in text.partition("="))
    if not equals:
        return {"scenario": name, "values": {}}
    return {"scenario": None, "values": {name: _value(value)}}


def _value(text: str) -> int | bool:
    return text == "True" if text in ("True", "False") else int(text)


def _parameters(name: str, source: str) -> list[Parameter]:
    """Return what the page has controls for; what is only nearly written as one is refused."""
    found = {match.start(): match for match in _PARAMETER.finditer(source)}
    for meant in _MEANT.finditer(source):
        fault = _fault(found.get(meant.start()))
        if fault:
            line = source.count("\n", 0, meant.start()) + 1
            raise BadScenario(f"{_file(name)}:{line}: {fault}; it is {meant[0]!r}")
    parameters = [_parameter(source, match) for match in found.values()]
    labels = [each["testid"] for each in parameters]
    if len(set(labels)) < len(labels):
        raise BadScenario(f"{_file(name)}: two of its controls have one label: {', '.join(labels)}")
    return parameters


def _fault(found: re.Match[str] | None) -> str | None:
    """Return what keeps a constant from being a control; None: nothing."""
    if found is None:
        return (
            "a constant with a control is written 'NAME = 3  # 1 to 8 (label): what it is', or "
            "'NAME = False  # (label): what it is'"
        )
    if found["value"] in ("True", "False"):
        return None
    if found["min"] is None:
        return "the control of a number needs its bounds, '# 1 to 8 (label): ...'"
    if not int(found["min"]) <= int(found["value"]) <= int(found["max"]):
        return f"the value has to lie within its own bounds, {found['min']} to {found['max']}"
    return None


def _parameter(source: str, found: re.Match[str]) -> Parameter:
    start, end = found.span("value")
    value = _value(found["value"])
    parameter: Parameter = {
        "name": found["name"],
        "value": value,
        "type": type(value).__name__,
        "label": found["label"],
        "testid": re.sub(r"[^a-z0-9]+", "-", found["label"].lower()).strip("-"),
        "doc": found["doc"],
        "start": _utf16(source[:start]),
        "end": _utf16(source[:end]),
    }
    if type(value) is not bool:
        parameter["min"], parameter["max"] = int(found["min"]), int(found["max"])
    return parameter


def _utf16(text: str) -> int:
    """Return the length of ``text`` as JavaScript counts it."""
    return len(text.encode("utf-16-le")) // 2

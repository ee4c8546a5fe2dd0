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
from collections.abc import Mapping
from importlib import resources
from typing import Any

from lockstep.directives import Directives

_FIELD = re.compile(r"^([A-Z][a-z]+(?:-[a-z]+)*):[ \t]*(\S.*?)[ \t]*$", re.MULTILINE)
_PARAMETER = re.compile(
    r"^(?P<name>[A-Z][A-Z_]*) = (?P<value>-?\d+)  # (?P<min>-?\d+) to (?P<max>-?\d+)"
    r" \((?P<label>[^)]+)\): (?P<doc>\S.*)$",
    re.MULTILINE,
)


class NoSuchScenario(LookupError):
    """A name that is not in the catalogue."""


class BadParameter(ValueError):
    """A parameter that does not exist, or a value out of its bounds."""


@functools.cache
def _all() -> tuple[dict[str, Any], ...]:
    folder = resources.files("lockstep.scenarios")
    files = [f for f in folder.iterdir() if f.name.endswith(".py") and f.name != "__init__.py"]
    entries = [_entry(f.name[:-3].replace("_", "-"), f.read_text("utf-8")) for f in files]
    return tuple(sorted(entries, key=lambda entry: (entry["order"], entry["name"])))


def load() -> list[dict[str, Any]]:
    """Return all scenarios in the order in which they are taught, hidden variants included."""
    return [dict(entry) for entry in _all()]


def get(name: str) -> dict[str, Any]:
    """Return one scenario.

    Raises:
        NoSuchScenario: naming the nearest and all others.
    """
    entries = {entry["name"]: entry for entry in _all()}
    if name in entries:
        return dict(entries[name])
    near = difflib.get_close_matches(name, entries, 1)
    hint = f"; did you mean {near[0]!r}?" if near else ""
    raise NoSuchScenario(f"no scenario is called {name!r}{hint} There are: {', '.join(entries)}")


def with_parameters(entry: Mapping[str, Any], values: Mapping[str, int]) -> str:
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
        low, high = parameters[name]["min"], parameters[name]["max"]
        if type(value) is not int or not low <= value <= high:
            raise BadParameter(f"{name} = {value!r} is out of bounds: {low} to {high}")
        source = re.sub(rf"^{name} = -?\d+", f"{name} = {value}", source, count=1, flags=re.M)
    return source


def _entry(name: str, source: str) -> dict[str, Any]:
    text = ast.get_docstring(ast.parse(source)) or ""
    title, _, rest = text.partition("\n")
    fields = {m[1]: m[2] for m in _FIELD.finditer(rest)}
    lesson = _FIELD.sub("", rest).strip()
    directives = Directives.of(source)
    return {
        "name": name,
        "title": title.strip(),
        "lesson": " ".join(lesson.split()),
        "source": source,
        "order": int(fields["Order"]),
        "listed": fields.get("Listed", "yes") == "yes",
        "parameters": [_parameter(source, found) for found in _PARAMETER.finditer(source)],
        "axes": {key.lower(): fields[key] for key in ("Lock-mode", "Lock-scope") if key in fields},
        "watch": list(directives.watch),
        "expect": directives.expect,
    }


def _parameter(source: str, found: re.Match[str]) -> dict[str, Any]:
    start, end = found.span("value")
    return {
        "name": found["name"],
        "value": int(found["value"]),
        "type": "int",
        "min": int(found["min"]),
        "max": int(found["max"]),
        "label": found["label"],
        "testid": found["label"].lower().replace(" ", "-"),
        "doc": found["doc"],
        "start": _utf16(source[:start]),
        "end": _utf16(source[:end]),
    }


def _utf16(text: str) -> int:
    """Return the length of ``text`` as JavaScript counts it."""
    return len(text.encode("utf-16-le")) // 2

"""The published JSON schema says what the engine writes, and refuses what it does not."""

from __future__ import annotations

import json
from typing import Any

import pytest

import lockstep
from lockstep import catalogue
from lockstep.trace import schema, wire

_TYPES = {
    "object": dict, "array": list, "string": str, "integer": int, "number": (int, float),
    "boolean": bool, "null": type(None),
}  # fmt: skip


def faults(value: Any, shape: dict[str, Any], root: dict[str, Any], path: str = "") -> list[str]:
    """Where ``value`` is not what ``shape`` says: the part of JSON schema that is used here."""
    if "$ref" in shape:
        return faults(value, root["$defs"][shape["$ref"].rpartition("/")[2]], root, path)
    for choice in ("anyOf", "oneOf"):
        if choice in shape:
            tried = [faults(value, each, root, path) for each in shape[choice]]
            return [] if [] in tried else min(tried, key=lambda found: found == [path])
    if "const" in shape or "enum" in shape:
        return [] if value in shape.get("enum", [shape.get("const")]) else [path]
    is_flag = isinstance(value, bool) and shape["type"] != "boolean"
    if is_flag or not isinstance(value, _TYPES[shape["type"]]):
        return [path]
    if shape["type"] == "integer" and value < shape.get("minimum", value):
        return [path]
    return _within(value, shape, root, path)


def _within(value: Any, shape: dict[str, Any], root: dict[str, Any], path: str) -> list[str]:
    if shape["type"] == "array":
        each = enumerate(value)
        return [f for i, one in each for f in faults(one, shape["items"], root, f"{path}[{i}]")]
    if shape["type"] != "object":
        return []
    known = shape.get("properties", {})
    rest = shape.get("additionalProperties", {})
    found = [f"{path}.{name}" for name in shape.get("required", []) if name not in value]
    for name, one in value.items():
        wanted = known.get(name, rest)
        found += faults(one, wanted, root, f"{path}.{name}") if wanted else []
    return found


def as_written(source: str) -> Any:
    return json.loads(lockstep.run(source).to_json())


LESSONS = {each["name"]: each["source"] for each in catalogue.load()}


@pytest.mark.parametrize("name", LESSONS)
def test_every_lessons_trace_is_what_the_schema_says(name):
    root = schema.json_schema("trace")
    assert faults(as_written(LESSONS[name]), root, root) == []


@pytest.mark.parametrize(
    "source",
    [
        "raise ValueError(5)",
        "import asyncio\nasync def main():\n    assert False\nasyncio.run(main())",
        "while True: pass",
        "print('x' * 100)\n" * 50,
    ],
    ids=["an exception", "an assertion", "a loop without end", "much output"],
)
def test_a_run_that_ends_otherwise_is_what_the_schema_says(source):
    root = schema.json_schema("trace")
    trace = lockstep.run(source, limits=lockstep.Limits(seconds=0.3))
    assert faults(json.loads(trace.to_json()), root, root) == []


@pytest.mark.parametrize("name", ["unlocked", "deadlock", "async-with"])
def test_an_exploration_is_what_the_schema_says(name):
    root = schema.json_schema("exploration")
    found = json.loads(json.dumps(lockstep.explore(LESSONS[name]).to_dict()))
    assert faults(found, root, root) == []


def test_the_schema_refuses_what_is_missing_of_another_type_or_of_another_word():
    root = schema.json_schema("trace")
    trace = as_written(LESSONS["unlocked"])

    def spoilt(**parts: Any) -> list[str]:
        return faults({**trace, **parts}, root, root)

    assert spoilt(status="fine") == [".status"]
    assert spoilt(duration_us=0.5) == [".duration_us"]
    assert spoilt(tasks=[{**trace["tasks"][0], "parent": -1}]) == [".tasks[0].parent"]
    assert spoilt(findings=[{}])[:2] == [".findings[0].kind", ".findings[0].severity"]
    assert spoilt(events=[{**trace["events"][0], "kind": "unheard"}]) == [".events[0].kind"]


def test_the_rows_of_a_trace_are_written_as_the_table_orders_them():
    trace = as_written(LESSONS["unlocked"])
    assert list(trace["tasks"][0]) == list(schema.fields_of(wire.Task))
    assert list(trace["findings"][0])[:7] == list(schema.fields_of(wire.Finding))[:7]


def test_a_type_that_the_wire_has_not_is_refused():
    with pytest.raises(TypeError, match="complex.* has no spelling on the wire"):
        schema.spelled(complex)

"""Is a program the same twice?"""

from __future__ import annotations

from typing import Any


def difference(one: dict[str, Any], other: dict[str, Any]) -> str | None:
    """Return the first difference of two traces of one program in a sentence, or None."""
    for number, (first, second) in enumerate(zip(one["events"], other["events"], strict=False)):
        if first != second:
            return f"{_said(first)} in one run, and {_said(second)} in the next (event {number})."
    if len(one["events"]) != len(other["events"]):
        counts = f"{len(one['events'])} events in one run, {len(other['events'])} in the next"
        return f"it had {counts}."
    for name in ("status", "result", "state", "stdout"):
        if one[name] != other[name]:
            return f"its {name} was {one[name]!r} in one run and {other[name]!r} in the next."
    return None


def _said(event: dict[str, Any]) -> str:
    where = f" at line {event['line']}" if event["line"] else ""
    what = event.get("value") or event.get("text") or event.get("label") or ""
    return f"{event['kind']}{f' {what}' if what else ''}{where}"

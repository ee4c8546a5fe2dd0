"""Is a program the same twice?"""

from __future__ import annotations

from lockstep.trace import wire


def difference(one: wire.Trace, other: wire.Trace) -> str | None:
    """Return the first difference of two traces of one program in a sentence, or None."""
    for first, second in zip(one["events"], other["events"], strict=False):
        if first != second:
            return _sentence(first, second)
    if len(one["events"]) != len(other["events"]):
        counts = f"{len(one['events'])} events in one run and {len(other['events'])} in the next"
        return f"it had {counts}."
    for name in ("status", "result", "state", "stdout"):
        if one[name] != other[name]:
            return f"its {name} was {one[name]!r} in one run and {other[name]!r} in the next."
    return None


def _sentence(first: wire.Event, second: wire.Event) -> str:
    where = f"at line {first['line']}, " if first["line"] else ""
    if first["kind"] != second["kind"]:
        return f"{where}{first['kind']} in one run and {second['kind']} in the next."
    name = next(name for name in first if first[name] != second.get(name))
    values = f"{first[name]!r} in one run and {second.get(name)!r} in the next"
    return f"{where}{first['kind']}: {name} was {values}."

"""A trace with its lists of records as columns: a third of the bytes, once compressed.

What a field holds rises, repeats or is empty; beside its own kind it compresses far better than
between the names of other fields. `site/js/hydration/columns.js` makes the records again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Record = Mapping[str, Any]


def packed(trace: Record) -> dict[str, Any]:
    """Return ``lists``, the trace's lists of records, and ``fields``, all else that it has."""
    lists = {name: value for name, value in trace.items() if _is_records(value)}
    return {
        "fields": {name: value for name, value in trace.items() if name not in lists},
        "lists": {name: columns(value) for name, value in lists.items()},
    }


def columns(records: Sequence[Record]) -> dict[str, Any]:
    """Return the records by columns.

    ``shapes`` has names and columns of the records with the same fields, ``order`` the shape of
    each record in turn. ``numbered``: each begins with `i`, its position, which is left out.
    """
    numbered = all(
        next(iter(each), "") == "i" and each["i"] == at for at, each in enumerate(records)
    )
    shapes: dict[tuple[str, ...], list[Record]] = {}
    for each in records:
        shapes.setdefault(tuple(each)[numbered:], []).append(each)
    places = {names: place for place, names in enumerate(shapes)}
    return {
        "numbered": numbered,
        "order": [places[tuple(each)[numbered:]] for each in records],
        "shapes": [
            [list(names), [[each[name] for each in alike] for name in names]]
            for names, alike in shapes.items()
        ],
    }


def _is_records(value: object) -> bool:
    return isinstance(value, list) and value != [] and all(isinstance(each, dict) for each in value)

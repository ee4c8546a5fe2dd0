"""What a variable held at a moment of a run, as far as the trace shows it."""

from __future__ import annotations

import ast
from typing import Any

from lockstep.findings.base import Event
from lockstep.findings.moments import Moments
from lockstep.findings.values import Unknown, element, parsed

#: Writes of parts that are put together with the whole they changed.
MAX_LATER = 40


def value_before(moments: Moments, variable: int, index: int) -> object:
    """Return what ``variable`` held just before the event ``index``.

    Raises:
        Unknown: the trace does not show it.
    """
    later: list[Event] = []
    own: Event | None = None
    for event in moments.before(variable, index):
        if event["object"] == variable:
            own = event
            break
        if event["kind"] == "write":
            later.insert(0, event)
        if len(later) > MAX_LATER:
            raise Unknown
    if own is None:
        raise Unknown
    if not moments.is_whole(variable):
        return _element(moments, own, later)
    whole = parsed(own["value"])
    for write in later:
        whole = _changed(whole, _key(moments, write), write["value"])
    return whole


def _element(moments: Moments, own: Event, later: list[Event]) -> object:
    if not later:
        return parsed(own["value"])
    return element(parsed(later[-1]["value"]), _key(moments, own))


def _key(moments: Moments, event: Event) -> object:
    try:
        return ast.literal_eval(moments.part(event["object"])[1:-1])
    except (ValueError, SyntaxError):
        raise Unknown from None


# Any: a key of a dict or an index of a list; of another kind it is a TypeError
def _changed(whole: object, key: Any, value: str | None) -> object:
    if not isinstance(whole, dict | list):
        raise Unknown
    copy = whole.copy()
    try:
        if value is None:
            del copy[key]
        else:
            copy[key] = parsed(value)
    except (LookupError, TypeError):
        raise Unknown from None
    return copy


def is_unchanged(moments: Moments, write: Event) -> bool:
    """Return whether a write certainly left what was there: it set what already held."""
    try:
        before, after = value_before(moments, write["object"], write["i"]), parsed(write["value"])
        return type(before) is type(after) and bool(before == after)
    except Unknown:
        return False

"""Put a trace together: name what was seen, drop what is not shared, draw the conclusions."""

from __future__ import annotations

import bisect
from dataclasses import dataclass
from typing import cast

from lockstep.directives import Directives
from lockstep.environment.limits import MAX_NAME
from lockstep.findings import Moments, find
from lockstep.findings.verdict import verdict
from lockstep.objects import safe_repr
from lockstep.objects.registry import Place, Thing, distinct, place_names
from lockstep.recording.deviation_text import set_order_text
from lockstep.recording.recorder import Recorder
from lockstep.schedulers import Schedule
from lockstep.trace import Trace, wire


@dataclass(frozen=True)
class Frame:
    """What the run knows that the recorder does not."""

    python: str
    runtime: str
    source: str
    filename: str
    seed: int
    stdout: str
    stderr: str
    duration_us: int
    expected: str | None
    status: str
    result: str | None
    error: dict[str, object] | None


def trace(recorder: Recorder, directives: Directives, frame: Frame) -> Trace:
    """Return the finished trace of a run."""
    variables, state = _variables(recorder, directives)
    events, objects, calls = _settle(recorder, variables)
    parts: wire.Row = {
        **{name: value for name, value in vars(frame).items() if name != "expected"},
        "schedule": str(Schedule(tuple(recorder.deviations), set_order=recorder.set_order)),
        "deviations": _deviations(recorder, variables),
        "state": state,
        "balance": _balance(frame, state),
        "tasks": [_bounded(task) for task in recorder.tasks.described()],
        "objects": objects,
        "events": events,
        "calls": calls,
    }
    moments = Moments(cast(wire.Trace, parts))  # all that findings are found in
    findings = find(moments)
    if recorder.failure:
        findings.append(_gap(recorder.failure, recorder.failure_traceback))
    return Trace(
        **parts | {"findings": findings}, verdict=verdict(moments, findings, directives.update)
    )


def _variables(
    recorder: Recorder, directives: Directives
) -> tuple[dict[Place, dict[str, object]], dict[str, str]]:
    """Return the places to be shown, and the final values of those that matter."""
    histories = recorder.accesses.of
    names = place_names(recorder.registry, list(histories))
    matter = {
        place: name
        for place, name in names.items()
        if directives.watches(name) or recorder.accesses.is_shared(place)
    }
    containers: dict[Thing | str, int] = {}
    shown: dict[Place, wire.Row] = {
        place: {
            "kind": "variable",
            "name": name,
            "line": place.line,
            "watched": directives.watches(matter[place]),
            "shared": recorder.accesses.is_shared(place),
            "part_of": None,
            "part": place.part,
            "container": _container(place, containers),
            "is_whole": place.is_whole,
        }
        for place, name in distinct(matter).items()
    }
    any_watched = any(variable["watched"] for variable in shown.values())
    state = {
        variable["name"]: histories[place].last_value
        for place, variable in shown.items()
        if (variable["watched"] if any_watched else len(histories[place].writers) > 1)
    }
    return shown, {name: value for name, value in state.items() if value is not None}


def _settle(
    recorder: Recorder, variables: dict[Place, dict[str, object]]
) -> tuple[list[wire.Event], list[dict[str, object]], list[dict[str, object]]]:
    """Drop the accesses to what is not shared; number events and objects anew."""
    calls: list[wire.Row] = [
        {**vars(call), "events": [], "locals": {}} for call in recorder.calls.calls
    ]
    things = {thing.number: thing for thing in recorder.registry.things}
    names = recorder.registry.names()
    labels = recorder.completion_labels()
    order: dict[Place | Thing, int] = {}
    events: list[wire.Event] = []
    for event in recorder.events:
        if _is_dropped(event, variables):
            continue
        subject = event.get("object")
        if isinstance(subject, int):
            subject = things[subject]
        settled = _bounded({**event, "i": len(events)})
        if event["kind"] == "arrived":
            settled["label"] = labels.get(event["completion"], event["label"])
        if subject is not None:
            settled["object"] = order.setdefault(subject, len(order))
        number, values = recorder.made_in.get(id(event), (None, None))
        if number is not None:
            calls[number]["events"].append(settled["i"])
            if values:
                calls[number]["locals"][str(settled["i"])] = values
        events.append(settled)
    objects = [
        _bounded(_object(number, subject, variables, names)) for subject, number in order.items()
    ]
    return events, objects, calls


def _object(
    number: int,
    subject: Place | Thing,
    variables: dict[Place, dict[str, object]],
    names: dict[Thing, str],
) -> dict[str, object]:
    what = variables[subject] if isinstance(subject, Place) else _sync_object(subject, names)
    return {"id": number, **what}


def _container(place: Place, met: dict[Thing | str, int]) -> str | None:
    """Return a name for what ``place`` is the whole or an element of, the same in every run."""
    if place.container is None:
        return None
    number = met.setdefault(place.container, len(met))
    return f"outside {number}" if place.is_outside else str(number)


def _bounded(row: dict[str, object]) -> dict[str, object]:
    """Shorten what is too long of a row; what was printed has a bound of its own."""
    for name, value in row.items():
        if type(value) is str and len(value) > MAX_NAME and row.get("kind") != "printed":
            row[name] = safe_repr.clip(value, MAX_NAME)
    return row


def _is_dropped(event: wire.Event, variables: dict[Place, dict[str, object]]) -> bool:
    subject = event.get("object")
    return isinstance(subject, Place) and subject not in variables


def _deviations(
    recorder: Recorder, variables: dict[Place, dict[str, object]]
) -> list[dict[str, object]]:
    """Return where the run deviates from the default order, and the event at which that shows."""
    if not (recorder.described_deviations or recorder.set_order):
        return []
    labels = recorder.completion_labels()
    found = [(at, following, d.text(labels)) for at, following, d in recorder.described_deviations]
    listed = recorder.listed_tasks()
    if listed:
        found.append((0, recorder.set_met_before, set_order_text(listed)))
        found.sort(key=lambda deviation: deviation[1])
    events = recorder.events
    kept = [at for at, event in enumerate(events) if not _is_dropped(event, variables)]
    shown = []
    for boundary, following, text in found:
        event = min(bisect.bisect_left(kept, following), len(kept) - 1)
        t_us = events[kept[event]]["t_us"]
        shown.append({"boundary": boundary, "event": event, "t_us": t_us, "text": text})
        if listed and text == set_order_text(listed):
            shown[-1]["listed"] = listed
    return shown


def _sync_object(thing: Thing, names: dict[Thing, str]) -> dict[str, object]:
    return {
        "kind": thing.kind,
        "name": names[thing],
        "line": thing.line,
        "watched": False,
        "shared": True,
        "part_of": names[thing.part_of] if thing.part_of else None,
    }


def _balance(frame: Frame, state: dict[str, str]) -> dict[str, str | None] | None:
    """Return the one number to compare: the program's result, else its only shared value."""
    final = frame.result if frame.status == "ok" and frame.result != "None" else None
    if final is None and len(state) == 1:
        final = next(iter(state.values()))
    if final is None and frame.expected is None:
        return None
    return {"final": final, "expected": frame.expected}


def _gap(failure: str, traceback: str) -> wire.Finding:
    return {
        "kind": "recording-incomplete",
        "severity": "warning",
        "text": f"Lockstep itself failed while recording ({failure}); the rest is missing.",
        "tasks": [],
        "lines": [],
        "object": None,
        "events": [],
        "traceback": traceback,
    }

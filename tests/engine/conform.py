"""Whether a trace keeps its own rules: the tables of `events` and `states`, and plain sense."""

from __future__ import annotations

from typing import Any

from lockstep.trace import states
from lockstep.trace.events import COMMON, KINDS, OBJECT_KINDS, REASONS, STATUSES

Event = dict[str, Any]
ENDINGS = {
    "task-finished": "finished",
    "task-failed": "failed",
    "task-cancelled": "cancelled",
}


def check(trace: Any) -> None:
    """Raise AssertionError or OutOfOrder at the first broken rule."""
    assert trace.status in STATUSES
    _check_lists(trace)
    for number, event in enumerate(trace.events):
        assert event["i"] == number
        _check_fields(trace, event)
    _check_time(trace)
    _check_tasks(trace)
    _check_locks(trace)
    _check_findings(trace)


def _check_lists(trace: Any) -> None:
    for number, task in enumerate(trace.tasks):
        assert list(task) == ["id", "name", "label", "parent", "line", "ended"]
        assert task["id"] == number
        assert task["parent"] is None or 0 <= task["parent"] < number
    assert len({task["label"] for task in trace.tasks}) == len(trace.tasks)
    for number, thing in enumerate(trace.objects):
        assert {"id", "kind", "name", "line", "watched", "shared"} <= thing.keys()
        assert (thing["id"], thing["kind"] in OBJECT_KINDS) == (number, True)
    names = [thing["name"] for thing in trace.objects]
    assert len(set(names)) == len(names), names


def _check_fields(trace: Any, event: Event) -> None:
    own = KINDS[event["kind"]].fields
    fields = {name.removesuffix("?"): field for name, field in {**COMMON, **own}.items()}
    assert event.keys() == fields.keys(), event
    for name, (kind, _) in fields.items():
        value = event[name]
        if value is None:
            assert kind.endswith("?"), (name, event)
        else:
            assert _fits(trace, kind.removesuffix("?"), value), (name, event)


def _fits(trace: Any, kind: str, value: Any) -> bool:
    if kind == "task[]":
        distinct = len(set(value)) == len(value)
        return type(value) is list and distinct and all(_fits(trace, "task", v) for v in value)
    if kind.endswith("[]"):
        return type(value) is list and all(_fits(trace, kind.removesuffix("[]"), v) for v in value)
    if kind == "text":
        return type(value) is str
    bound = {"task": len(trace.tasks), "object": len(trace.objects)}.get(kind, float("inf"))
    return type(value) is int and 0 <= value < bound


def _check_time(trace: Any) -> None:
    times = [event["t_us"] for event in trace.events]
    assert times == sorted(times)
    assert not times or trace.duration_us >= times[-1]
    for kind, field in (("arrived", "boundary"), ("step-began", "batch")):
        numbers = [e[field] for e in trace.events if e["kind"] == kind]
        assert numbers == sorted(numbers), kind
    steps = [e["step"] for e in trace.events if e["kind"] in ("step-began", "callback")]
    assert steps == list(range(len(steps)))
    arrived = [e["completion"] for e in trace.events if e["kind"] == "arrived"]
    assert len(set(arrived)) == len(arrived)


def _check_tasks(trace: Any) -> None:
    state = dict.fromkeys(range(len(trace.tasks)), "new")
    ended = dict.fromkeys(state, "pending")
    for event in trace.events:
        kind, task = event["kind"], event["task"]
        subject = event["child"] if kind == "task-created" else task
        if kind.startswith("task-") or kind in ("step-began", "suspended"):
            name = f"task {subject} at event {event['i']}"
            state[subject] = states.after(states.TASK, name, state[subject], kind)
            ended[subject] = ENDINGS.get(kind, ended[subject])
        elif task is not None and kind not in ("arrived", "unhandled", "limit"):
            assert state[task] == "running", event
        assert list(state.values()).count("running") <= 1, event
        if kind == "suspended":
            _check_reason(trace, event)
    assert [task["ended"] for task in trace.tasks] == list(ended.values())


def _check_reason(trace: Any, event: Event) -> None:
    why, thing = event["why"], event["object"]
    assert why in REASONS
    assert (event["until_us"] is not None) <= (why in ("sleep", "task", "future")), event
    if thing is not None:
        assert trace.objects[thing]["kind"] == why, event
    if why in ("lock", "event", "semaphore", "queue", "condition", "barrier"):
        assert thing is not None, event


def _check_locks(trace: Any) -> None:
    state: dict[int, str] = {}
    owner: dict[int, int | None] = {}
    for event in trace.events:
        kind, lock = event["kind"], event.get("object")
        if kind in ("read", "write"):
            assert trace.objects[lock]["kind"] == "variable"
        elif kind == "operation":
            kind_of = trace.objects[lock]["kind"]
            assert kind_of != "variable"
            assert kind_of != "lock" or event["op"] == "locked", event
        elif kind.startswith("lock-"):
            assert trace.objects[lock]["kind"] == "lock"
            before = state.get(lock, "free")
            allowed = states.LOCK[before].get(kind, ())
            state[lock] = _after(kind, before, event)
            assert state[lock] in allowed, (before, event)
            if kind in ("lock-wanted", "lock-released"):
                assert event["owner"] == owner.get(lock), event
            if kind in ("lock-acquired", "lock-released"):
                owner[lock] = event["task"] if kind == "lock-acquired" else None
            assert event.get("promised") is None or event["promised"] == event["waiters"][0], event


def _after(kind: str, before: str, event: Event) -> str:
    if kind == "lock-acquired":
        return "held"
    if kind == "lock-released" or (kind == "lock-abandoned" and before != "held"):
        return "free" if event["promised"] is None else "promised"
    return before


def _check_findings(trace: Any) -> None:
    for finding in trace.findings:
        assert finding["kind"] != "recording-incomplete", finding["text"]
        assert finding["severity"] in ("error", "warning", "note")
        assert all(0 <= i < len(trace.events) for i in finding["events"])
        assert all(0 <= task < len(trace.tasks) for task in finding["tasks"])
        assert finding["text"].endswith(".")
        assert "\n" not in finding["text"]

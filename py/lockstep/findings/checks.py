"""Check-then-act: what a test found true was changed by another before the task acted on it.

The read in an ``if`` or ``while`` counts as the check, the next write of the same variable by
the same task in a later step as the act. Where the act reads again first (``balance -= 100``)
nothing is overwritten, and yet the ground of the decision is gone.
"""

from __future__ import annotations

import ast
from collections import defaultdict

from lockstep.findings.base import Event, Finding, Trace, finding, label, name


def find(trace: Trace) -> list[Finding]:
    """Return one finding for each variable and task that acted on an outdated check."""
    tests = _test_lines(trace["source"])
    checks: dict[tuple[int | None, int], tuple[Event, int]] = {}
    fresh: dict[tuple[int | None, int], int] = {}
    writes: dict[int, list[Event]] = defaultdict(list)
    step: dict[int | None, int] = {}
    found = []
    for event in trace["events"]:
        task, key = event["task"], (event["task"], event.get("object"))
        if event["kind"] == "step-began":
            step[task] = event["step"]
        elif event["kind"] == "read":
            fresh[key] = step.get(task, -1)
            if event["line"] in tests:
                checks[key] = event, step.get(task, -1)
        elif event["kind"] == "write":
            check = checks.pop(key, None)
            if check and check[1] != step.get(task, -1) == fresh.get(key):
                found += _outdated(trace, check[0], event, writes[event["object"]])
            writes[event["object"]].append(event)
    return found


def _test_lines(source: str) -> set[int]:
    """Return the lines on which an ``if`` or ``while`` has its condition."""
    try:
        nodes = list(ast.walk(ast.parse(source)))
    except (SyntaxError, ValueError, RecursionError):
        return set()
    tests = [node.test for node in nodes if isinstance(node, ast.If | ast.While)]
    return {
        line for test in tests for line in range(test.lineno, (test.end_lineno or test.lineno) + 1)
    }


def _outdated(trace: Trace, check: Event, act: Event, writes: list[Event]) -> list[Finding]:
    between = [w for w in writes if w["i"] > check["i"] and w["task"] != act["task"]]
    if not between:
        return []
    who, other = label(trace, act["task"]), label(trace, between[-1]["task"])
    variable = name(trace, act["object"])
    text = (
        f"{who} checked {variable} at line {check['line']}, when it was {check['value']}; before "
        f"it acted at line {act['line']}, {other} had made it {between[-1]['value']}. Keep the "
        "check and the act together: no await between them, or one lock round both."
    )
    return [finding("check-then-act", "error", text, [check, between[-1], act])]

"""Shorthands for tests of traces."""

from __future__ import annotations

import shutil
import subprocess
import textwrap
from pathlib import Path
from typing import Any

import pytest

import lockstep


def run(source: str, **options: Any) -> lockstep.Trace:
    """Run an indented program; its first line that is not empty is line 1."""
    return lockstep.run(textwrap.dedent(source).strip("\n"), **options)


def events(trace: lockstep.Trace, *kinds: str, **fields: Any) -> list[dict[str, Any]]:
    """Return the events of these kinds in which all ``fields`` have these values."""
    return [
        e
        for e in trace.events
        if e["kind"] in kinds and all(e[name] == value for name, value in fields.items())
    ]


def names(trace: lockstep.Trace) -> list[str]:
    """Return the names of all shared variables."""
    return [thing["name"] for thing in trace.objects if thing["kind"] == "variable"]


def accesses(trace: lockstep.Trace) -> list[tuple[str, str, str, int, str | None]]:
    """Return (who, 'read' or 'write', name, line, value) of every access in the trace."""
    return [
        (who(trace, e), e["kind"], trace.objects[e["object"]]["name"], e["line"], e["value"])
        for e in events(trace, "read", "write")
    ]


def who(trace: lockstep.Trace, event: dict[str, Any]) -> str:
    """Return the label of the event's task."""
    return "module" if event["task"] is None else str(trace.tasks[event["task"]]["label"])


def kinds(trace: lockstep.Trace) -> list[str]:
    """Return the kinds of all findings."""
    return [finding["kind"] for finding in trace.findings]


def installed_python(version: str) -> str:
    """Return the command of a Python of that version, such as 3.12; skip the test without one."""
    on_path = shutil.which(f"python{version}")
    installed = Path.home().glob(f".pyenv/versions/{version}.*/bin/python")
    for candidate in filter(None, [on_path, *map(str, installed)]):
        asked = subprocess.run([candidate, "-c", "pass"], capture_output=True)
        if asked.returncode == 0:  # a pyenv shim of a version that is not chosen fails
            return candidate
    pytest.skip(f"no Python {version} here to compare with")

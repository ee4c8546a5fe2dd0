"""Run every scenario with CPython and keep its trace: what a page shows before any WebAssembly.

What every order of it gives is found out, too; and the same of every program that the controls of
its page can choose, so that no choice is left with the answer of another.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import lockstep
from lockstep import catalogue
from lockstep.explore import explore
from lockstep.explore.choices import record_orders

from .node import BuildError, node

Scenario = dict[str, Any]

#: More than any lesson needs; one that needs more says so on its page.
MOST_RUNS = 20_000


@dataclass(frozen=True)
class Recording:
    scenario: Scenario
    trace_json: str
    #: the second run of a lesson that sets two beside each other
    compare_json: str | None = None
    #: what every order gives; none of a hidden scenario, which has no page to say it on
    exploration: dict[str, Any] | None = None
    #: every order, to choose from step by step; None where there are too many to record
    orders_json: str | None = None

    @property
    def name(self) -> str:
        name: str = self.scenario["name"]
        return name

    @property
    def listed(self) -> bool:
        """Hidden scenarios are variants that a page's widgets choose; they have no page."""
        return bool(self.scenario.get("listed", True))

    @property
    def trace(self) -> dict[str, Any]:
        trace: dict[str, Any] = json.loads(self.trace_json)
        return trace

    @property
    def compare_trace(self) -> dict[str, Any] | None:
        return json.loads(self.compare_json) if self.compare_json else None


def record_all() -> list[Recording]:
    """The recordings in the catalogue's order, which is the order of the lessons."""
    try:
        scenarios = catalogue.load()
    except catalogue.BadScenario as error:
        raise BuildError(str(error)) from None
    if not scenarios:
        raise BuildError("py/lockstep/scenarios holds no scenario, so there is nothing to show.")
    return [
        Recording(each, _record(each), _record_compare(each), _explore(each), _record_orders(each))
        for each in scenarios
    ]


def record_choices(root: Path, recordings: Sequence[Recording]) -> dict[str, list[dict[str, Any]]]:
    """Return, by page, the answers to all that its controls can choose but numbers.

    Which programs these are is found by the code that chooses them in the page. Each answer has
    ``trace``, ``beside`` (``mine``, ``title`` and ``trace`` of the run set beside it, or None),
    ``exploration``, and ``orders``: a JSON text, or None.
    """
    programs = json.loads(
        node(
            root,
            "site/js/build/reachable.js",
            stdin=json.dumps({"catalogue": [each.scenario for each in recordings]}),
            what="finding the programs that can be chosen (site/js/build/reachable.js)",
        )
    )
    return {page: [_answer(each) for each in chosen] for page, chosen in programs.items() if chosen}


def _answer(program: dict[str, Any]) -> dict[str, Any]:
    beside = program["beside"]
    return {
        "trace": json.loads(_run(program["file"], program["code"])),
        "beside": beside
        and {
            "mine": beside["mine"],
            "title": beside["title"],
            "trace": json.loads(_run(beside["file"], beside["code"])),
        },
        "exploration": _explored(program["file"], program["code"]),
        "orders": _orders(program["file"], program["code"]),
    }


def _record(scenario: Scenario) -> str:
    return _run(_file(scenario), scenario["source"])


def _record_compare(scenario: Scenario) -> str | None:
    """The run to set beside: another file's, or this one's with other values."""
    compare = scenario["compare"]
    if compare is None:
        return None
    if compare["scenario"] is not None:
        return _record(catalogue.get(compare["scenario"]))
    return _run(_file(scenario), catalogue.with_parameters(scenario, compare["values"]))


def _explore(scenario: Scenario) -> dict[str, Any] | None:
    if not scenario.get("listed", True):
        return None
    return _explored(_file(scenario), scenario["source"])


def _record_orders(scenario: Scenario) -> str | None:
    if not scenario.get("listed", True):
        return None
    return _orders(_file(scenario), scenario["source"])


def _file(scenario: Scenario) -> str:
    return f"{scenario['name']}.py"


@functools.cache
def _explored(file: str, source: str) -> dict[str, Any]:
    """Bounded by a number of runs, never by time: two builds must give the same bytes."""
    explored = explore(source, filename=file, max_runs=MOST_RUNS).to_dict()
    del explored["seconds_spent_ms"]
    # What was said on the way depends on how fast this machine is.
    return {**explored, "estimate": None, "doing": ""}


@functools.cache
def _orders(file: str, source: str) -> str | None:
    found = record_orders(source, filename=file)
    return json.dumps(found.to_dict(), separators=(",", ":")) if found.complete else None


@functools.cache
def _run(file: str, source: str) -> str:
    return lockstep.run(source, filename=file).to_json()

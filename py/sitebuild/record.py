"""Run every scenario with CPython and keep its trace: what a page shows before any WebAssembly.

What every order of it gives is found out, too.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import lockstep
from lockstep import catalogue
from lockstep.explore import explore

from .node import BuildError

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
        Recording(each, _record(each), _record_compare(each), _explore(each)) for each in scenarios
    ]


def _record(scenario: Scenario) -> str:
    return _run(scenario, scenario["source"])


def _record_compare(scenario: Scenario) -> str | None:
    """The run to set beside: another file's, or this one's with other values."""
    compare = scenario["compare"]
    if compare is None:
        return None
    if compare["scenario"] is not None:
        return _record(catalogue.get(compare["scenario"]))
    return _run(scenario, catalogue.with_parameters(scenario, compare["values"]))


def _explore(scenario: Scenario) -> dict[str, Any] | None:
    """Bounded by a number of runs, never by time: two builds must give the same bytes."""
    if not scenario.get("listed", True):
        return None
    name = f"{scenario['name']}.py"
    explored = explore(scenario["source"], filename=name, max_runs=MOST_RUNS).to_dict()
    return {key: value for key, value in explored.items() if key != "seconds_spent_ms"}


def _run(scenario: Scenario, source: str) -> str:
    return lockstep.run(source, filename=f"{scenario['name']}.py").to_json()

"""Run every scenario with CPython and keep its trace: what a page shows before any WebAssembly."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import lockstep
from lockstep import catalogue

from .node import BuildError

Scenario = dict[str, Any]


@dataclass(frozen=True)
class Recording:
    scenario: Scenario
    trace_json: str

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


def record_all() -> list[Recording]:
    """The recordings in the catalogue's order, which is the order of the lessons."""
    scenarios = catalogue.load()
    if not scenarios:
        raise BuildError("py/lockstep/scenarios holds no scenario, so there is nothing to show.")
    return [Recording(scenario, _record(scenario)) for scenario in scenarios]


def _record(scenario: Scenario) -> str:
    return lockstep.run(scenario["source"], filename=f"{scenario['name']}.py").to_json()

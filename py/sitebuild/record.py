"""Run every scenario with CPython and keep its trace: what a page shows before any WebAssembly.

What every order of it gives is found out, too; and the same of every program that the controls of
its page can choose, so that no choice is left with the answer of another.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from lockstep import catalogue

from .answers import Answers
from .node import BuildError, Node

Scenario = catalogue.Entry


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

    @cached_property
    def trace(self) -> dict[str, Any]:
        trace: dict[str, Any] = json.loads(self.trace_json)
        return trace

    @cached_property
    def compare_trace(self) -> dict[str, Any] | None:
        return json.loads(self.compare_json) if self.compare_json else None


#: What repairs a lesson that opens with its repair: `site/js/state/counterpart.js` finds the same.
REPAIR = {"lock-mode": "async-with", "lock-scope": "per-account"}


def record_all(answers: Answers) -> list[Recording]:
    """The recordings in the catalogue's order, which is the order of the lessons."""
    try:
        scenarios = catalogue.load()
    except catalogue.BadScenario as error:
        raise BuildError(str(error)) from None
    if not scenarios:
        raise BuildError("py/lockstep/scenarios holds no scenario, so there is nothing to show.")
    return [
        Recording(
            each,
            _record(answers, each),
            _record_compare(answers, each),
            _explore(answers, each),
            _record_orders(answers, each),
        )
        for each in scenarios
    ]


def record_choices(
    node: Node, recordings: Sequence[Recording], answers: Answers
) -> dict[str, list[dict[str, Any]]]:
    """Return, by page, the answers to all that its controls can choose but numbers.

    Which programs these are is found by the code that chooses them in the page. Each answer has
    ``trace``, ``beside`` (``mine``, ``title`` and ``trace`` of the run set beside it, or None),
    ``exploration``, and ``orders``: a JSON text, or None.
    """
    programs = json.loads(
        node.printed(
            "site/js/build/reachable.js",
            stdin=json.dumps({"catalogue": [each.scenario for each in recordings]}),
            what="finding the programs that can be chosen (site/js/build/reachable.js)",
        )
    )
    return {
        page: [_answer(answers, each) for each in chosen]
        for page, chosen in programs.items()
        if chosen
    }


def _answer(answers: Answers, program: dict[str, Any]) -> dict[str, Any]:
    beside = program["beside"]
    return {
        "trace": json.loads(answers.run(program["file"], program["code"])),
        "beside": beside
        and {
            "mine": beside["mine"],
            "title": beside["title"],
            "trace": json.loads(answers.run(beside["file"], beside["code"])),
        },
        "exploration": answers.exploration(program["file"], program["code"]),
        "orders": answers.orders(program["file"], program["code"]),
    }


def _record(answers: Answers, scenario: Scenario) -> str:
    return answers.run(_file(scenario), scenario["source"])


def _record_compare(answers: Answers, scenario: Scenario) -> str | None:
    """The run to set beside: another file's, or this one's with other values."""
    compare = scenario["compare"]
    if scenario["opens"] == "repair":
        return _record(answers, _repair_of(scenario))
    if compare is None:
        return None
    if compare["scenario"] is not None:
        return _record(answers, catalogue.get(compare["scenario"]))
    return answers.run(_file(scenario), catalogue.with_parameters(scenario, compare["values"]))


def _repair_of(scenario: Scenario) -> Scenario:
    """Return the lesson of the same family that takes the lock round the read and the write."""
    for each in catalogue.load():
        if each["family"] == scenario["family"] and each["axes"] == REPAIR:
            return each
    raise BuildError(f"{scenario['name']} opens with its repair, but no lesson has {REPAIR}.")


def _explore(answers: Answers, scenario: Scenario) -> dict[str, Any] | None:
    if not scenario.get("listed", True):
        return None
    return answers.exploration(_file(scenario), scenario["source"])


def _record_orders(answers: Answers, scenario: Scenario) -> str | None:
    if not scenario.get("listed", True):
        return None
    return answers.orders(_file(scenario), scenario["source"])


def _file(scenario: Scenario) -> str:
    return f"{scenario['name']}.py"

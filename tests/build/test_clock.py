"""The page's own state, played along every path, gives what the explorer counts."""

import json
import subprocess
from pathlib import Path

import pytest

from lockstep import catalogue
from lockstep.explore import explore
from lockstep.explore.choices import record_orders

ROOT = Path(__file__).parents[2]
LESSONS = {entry["name"]: entry["source"] for entry in catalogue.load()}


@pytest.fixture(scope="module")
def tables():
    return {name: record_orders(source) for name, source in LESSONS.items()}


@pytest.fixture(scope="module")
def seen(tables):
    """What pressing everything shows, lesson by lesson."""
    text = json.dumps({name: orders.to_dict() for name, orders in tables.items()})
    done = subprocess.run(
        ["node", "tests/js/clock/every-path.js"],
        input=text, capture_output=True, text=True, cwd=ROOT, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("name", LESSONS)
def test_every_path_of_a_lesson_gives_the_explorers_outcomes_and_counts(seen, name):
    answer = explore(LESSONS[name])

    assert answer.interleavings == seen[name]["paths"] == seen[name]["orders"]
    assert {tuple(json.loads(end)): count for end, count in seen[name]["ends"].items()} == {
        (outcome.status, outcome.result): outcome.interleavings for outcome in answer.outcomes
    }


def test_the_lesson_of_choices_plays_90_then_30_then_12_then_3(seen):
    assert seen["sometimes"]["left"] == [90, 30, 12, 3]


@pytest.mark.parametrize("name", LESSONS)
def test_the_page_puts_a_recorded_trace_together_as_it_was(tables, seen, name):
    assert seen[name]["first"] == tables[name].trace(0)

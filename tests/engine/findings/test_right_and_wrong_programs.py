"""Findings held to two folders of programs: nothing of the right ones, the mistake of the wrong."""

import ast
import re
from pathlib import Path

import pytest

import lockstep
from lockstep import findings
from tests.engine.chance import ByChance

PROGRAMS = Path(__file__).parents[2] / "programs"
RIGHT = sorted(path.name for path in (PROGRAMS / "right").glob("*.py"))
WRONG = sorted(path.name for path in (PROGRAMS / "wrong").glob("*.py"))
MISSED = sorted(path.name for path in (PROGRAMS / "missed").glob("*.py"))


def source(folder, name):
    return (PROGRAMS / folder / name).read_text(encoding="utf-8")


def kinds():
    """Each kind that a finder gives, with its severity: what it calls `base.finding` with."""
    found = {}
    for path in Path(findings.__file__).parent.glob("*.py"):
        calls = [n for n in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(n, ast.Call)]
        for call in calls:
            if isinstance(call.func, ast.Name) and call.func.id == "finding":
                kind, severity = map(ast.literal_eval, call.args[:2])
                assert found.setdefault(kind, severity) == severity
    return found


KINDS = kinds()


def test_there_are_many_of_both():
    assert (len(RIGHT) >= 60, len(WRONG) >= 40) == (True, True)


def test_each_kind_of_finding_has_a_program_that_deserves_it():
    deserved = {source("wrong", name).split('"""')[1] for name in WRONG}
    missing = KINDS.keys() - deserved
    assert not missing, f"tests/programs/wrong/ has no program with {', '.join(sorted(missing))}"


def test_the_guide_to_findings_has_each_kind_with_its_severity():
    guide = (PROGRAMS.parents[1] / "docs/findings.md").read_text(encoding="utf-8")
    headings = re.findall(r"^## ([a-z, -]+) \((\w+)\)$", guide, re.MULTILINE)
    explained = {kind: severity for kinds, severity in headings for kind in kinds.split(", ")}
    assert explained == KINDS, "docs/findings.md: '## KIND (SEVERITY)' for each, and no other"


@pytest.mark.parametrize("name", RIGHT)
def test_nothing_is_said_of_a_right_program(name):
    trace = lockstep.run(source("right", name))
    assert (trace.status, trace.findings) == ("ok", [])


@pytest.mark.parametrize("name", RIGHT)
def test_nothing_is_said_of_a_right_program_in_orders_by_chance(name):
    for seed in range(3):
        trace = lockstep.run(source("right", name), scheduler=ByChance(seed))
        assert (trace.status, trace.findings) == ("ok", []), trace.schedule


@pytest.mark.parametrize("name", WRONG)
def test_the_mistake_of_a_wrong_program_is_told_with_its_lines(name):
    text = source("wrong", name)
    kind = text.split('"""')[1]
    marked = [n for n, line in enumerate(text.splitlines(), 1) if line.endswith("# here")]

    found = lockstep.run(text).findings

    assert {finding["kind"] for finding in found} == {kind}
    assert all(sorted(finding["lines"]) == marked for finding in found)


@pytest.mark.parametrize("name", MISSED)
def test_where_a_mistake_cannot_be_seen_nothing_is_said_that_is_not_so(name):
    trace = lockstep.run(source("missed", name))
    assert (trace.status, trace.findings) == ("ok", [])
    assert trace.verdict["headline"] == "It ended well."

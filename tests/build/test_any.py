"""How much of the engine is untyped: at each `Any` the type checker looks away."""

import ast
from collections import Counter

from tests.build.doors import ROOT

ENGINE = ROOT / "py" / "lockstep"
#: Lessons and exercises are learners' programs.
LEARNERS = ("scenarios/", "exercises/tasks/")
#: Lines that name `Any`, by room; none elsewhere. The numbers may only become smaller: `object` is
#: for what is only passed on, `trace.wire` for what is JSON, and an `Any` that stays says why.
MOST = {
    "environment": 1,
    "explore": 60,
    "findings": 1,
    "instrument": 1,
    "loop": 2,
    "objects": 2,
    "reproduce": 3,
    "testing": 2,
    "trace": 2,
}


def lines_of_any(file):
    tree = ast.parse(file.read_text("utf-8"))
    names = (node for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id == "Any")
    return len({node.lineno for node in names})


def test_no_room_of_the_engine_has_more_that_is_untyped_than_is_listed():
    found = Counter()
    for file in sorted(ENGINE.rglob("*.py")):
        path = file.relative_to(ENGINE).as_posix()
        if not path.startswith(LEARNERS):
            found[path.partition("/")[0].removesuffix(".py")] += lines_of_any(file)

    assert found["explore"] > 0  # it does find them
    assert {room: count for room, count in found.items() if count > MOST.get(room, 0)} == {}

"""How much of the engine is untyped: at each `Any` the type checker looks away."""

import ast

from tests.build.doors import ROOT

ENGINE = ROOT / "py" / "lockstep"
#: Lessons and exercises are learners' programs.
LEARNERS = ("scenarios/", "exercises/tasks/")
#: Lines of the engine that name `Any`. `object` is for what is only passed on, a `Protocol` for
#: what is asked for a few things, `trace.wire` for what is JSON.
AT_MOST = 29
#: How far above such a line its reason may begin.
NEAR = 2


def lines_of_any():
    """Yield where each line stands that names `Any`, and that line with the lines just above."""
    for file in sorted(ENGINE.rglob("*.py")):
        path = file.relative_to(ENGINE).as_posix()
        if path.startswith(LEARNERS):
            continue
        text = file.read_text("utf-8")
        names = (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Name))
        lines = text.splitlines()
        for number in sorted({name.lineno for name in names if name.id == "Any"}):
            yield f"{path}:{number}", "\n".join(lines[max(0, number - 1 - NEAR) : number])


def test_the_engine_has_no_more_lines_of_any_than_it_has_today():
    found = [place for place, _ in lines_of_any()]

    assert found  # it does find them
    assert len(found) <= AT_MOST, found


def test_each_line_of_any_says_why():
    assert [place for place, around in lines_of_any() if "# Any: " not in around] == []

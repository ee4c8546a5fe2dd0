"""`lockstep exercises` and `lockstep grade`, and the page's door."""

import json
import os
import subprocess
import sys

import pytest

from lockstep import page
from lockstep.cli import main
from lockstep.exercises import catalogue
from tests.build.doors import ROOT

DEPOSIT = catalogue.get("repair-deposit")
ENGINE = {**os.environ, "PYTHONPATH": str(ROOT / "py")}


def test_the_list_names_every_exercise_and_as_json_all_of_it(capsys):
    assert main(["exercises"]) == 0
    listed = capsys.readouterr().out
    assert main(["exercises", "--json"]) == 0
    reported = json.loads(capsys.readouterr().out)
    assert [each["name"] for each in reported] == [each.name for each in catalogue.load()]
    assert all(f"{each['name']} " in listed for each in reported)
    assert {"name", "title", "kind", "goal", "hints", "source"} <= reported[0].keys()


@pytest.mark.parametrize(
    ("answer", "code", "wording"),
    [
        (DEPOSIT.solution, 0, {"passed": True, "mistake": None, "orders": 36, "right": 36}),
        (DEPOSIT.source, 1, {"passed": False, "mistake": "no-lock", "orders": 90, "right": 6}),
    ],
    ids=["solved", "unsolved"],
)
def test_grade_ends_with_0_or_1_and_says_why(capsys, tmp_path, answer, code, wording):
    file = tmp_path / "answer.py"
    file.write_text(answer)
    assert main(["grade", "repair-deposit", str(file), "--json"]) == code
    reported = json.loads(capsys.readouterr().out)
    assert {name: reported[name] for name in wording} == wording
    assert main(["grade", "repair-deposit", str(file)]) == code
    assert reported["message"] in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["grade", "repair_deposit", "x.py"], "did you mean 'repair-deposit'"),
        (["grade", "repair-deposit", "nowhere.py"], "cannot read nowhere.py"),
        (["grade", "repair-deposit"], "the following arguments are required: FILE"),
    ],
)
def test_what_cannot_be_graded_ends_with_2(capsys, arguments, sentence):
    assert main(arguments) == 2
    assert sentence in capsys.readouterr().err


def test_a_grader_that_fails_ends_with_2(capsys, tmp_path, monkeypatch):
    def broken(*_arguments, **_options):
        raise ZeroDivisionError("in the grader")

    monkeypatch.setattr("lockstep.exercises.endings.explore", broken)
    (tmp_path / "answer.py").write_text(f"{DEPOSIT.solution}# nobody has asked about this\n")
    assert main(["grade", "repair-deposit", str(tmp_path / "answer.py")]) == 2
    assert "it has not been judged" in capsys.readouterr().out


def test_the_page_gets_the_same_grade():
    task = catalogue.get("first-race").source
    asked = {"exercise": "first-race", "task": task, "source": "sometimes 300"}
    reported = json.loads(page.grade(json.dumps(asked)))["grade"]
    assert (reported["passed"], reported["right"], reported["orders"]) == (True, 6, 90)
    broken = json.loads(page.grade(json.dumps({**asked, "task": "x = ("})))
    assert "exercises/first-race: line 1" in broken["error"]["message"]


def test_starting_the_page_s_python_imports_nothing_of_the_exercises():
    code = "import sys, lockstep.page; print([n for n in sys.modules if 'exercises' in n])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=ENGINE)
    assert done.stdout == "[]\n"

"""The grader says in the browser's Python what it says here: each known mistake by its name."""

import json
import subprocess

from lockstep.exercises import catalogue
from lockstep.exercises.grade import grade
from tests.build.doors import ROOT

IN_NODE = ROOT / "tests" / "pyodide" / "grades_in_node.mjs"


#: One answer that makes each known mistake, where it costs least to find out; and right ones.
KNOWN = {
    ("repair-accounts", "wrong_one_lock"): "one-lock-for-many-accounts",
    ("repair-accounts", "wrong_many_locks"): "many-locks-for-one-account",
    ("repair-token", "wrong_made_anew"): "lock-made-anew",
    ("repair-leak", "wrong_twice"): "released-twice",
    ("repair-threading", "wrong_read_outside"): "read-outside-the-lock",
    ("repair-threading", "task"): "threading-lock",
    ("repair-threading", "solution"): None,
}


def answer_of(exercise, name):
    sources = {wrong.name: wrong.source for wrong in exercise.wrong}
    return {**sources, "task": exercise.source, "solution": exercise.solution}[name]


#: What is said; schedules name the Python they were made with.
SAID = ("passed", "mistake", "message", "improvement", "orders", "right", "lines", "has_failed")


def said(told):
    return {name: told[name] for name in SAID} | {
        "endings": [(each["label"], each["is_right"], each["orders"]) for each in told["endings"]]
    }


def test_each_known_mistake_is_named_in_pyodide_in_the_same_words_as_here():
    asked = [
        (exercise, answer_of(exercise, answer))
        for name, answer in KNOWN
        for exercise in [catalogue.get(name)]
    ]
    for name, answer in (("locked-race", "always 300"), ("break-locks", "written")):
        asked.append((catalogue.get(name), answer))
    requests = [
        {"exercise": each.name, "task": each.source, "source": answer} for each, answer in asked
    ]
    done = subprocess.run(
        ["node", str(IN_NODE)],
        input=json.dumps(requests),
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=True,
        timeout=600,
    )
    told = [answer["grade"] for answer in json.loads(done.stdout)]
    assert [each["mistake"] for each in told[: len(KNOWN)]] == list(KNOWN.values())
    here = [json.loads(json.dumps(grade(each, answer).to_dict())) for each, answer in asked]
    assert list(map(said, told)) == list(map(said, here))

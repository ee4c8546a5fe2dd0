"""The grader says in the browser's Python what it says here: each known mistake by its name."""

import json
import subprocess

from lockstep.exercises import catalogue
from lockstep.exercises.exercise import exercise
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


#: Fewer orders show the same: those of four deposits take Pyodide long.
SMALLER = {
    "wrong_one_lock": {"amount):\n    await network()\n": "amount):\n"},
    "wrong_many_locks": {
        '[Account("savings"), Account("giro")]': '[Account("savings")]',
        "[200, 200]": "[200]",
    },
}


def asked(name, answer):
    """Return what is asked of the page's door: an exercise, its task, an answer to it."""
    known = catalogue.get(name)
    sources = {wrong.name: wrong.source for wrong in known.wrong}
    sources |= {"task": known.source, "solution": known.solution}
    task, source = known.source, sources.get(answer, answer)
    for long, short in SMALLER.get(answer, {}).items():
        task, source = task.replace(long, short), source.replace(long, short)
    return {"exercise": name, "task": task, "source": source}


def graded(request):
    """Return the grade that is given here, as JSON says it."""
    task = exercise(request["exercise"], {"task.py": request["task"]})
    return json.loads(json.dumps(grade(task, request["source"]).to_dict()))


#: What is said; schedules name the Python they were made with.
SHOWN = ("passed", "mistake", "message", "improvement", "orders", "right", "lines", "has_failed")


def wording(reported):
    return {name: reported[name] for name in SHOWN} | {
        "endings": [
            (each["label"], each["is_right"], each["orders"]) for each in reported["endings"]
        ]
    }


def test_each_known_mistake_is_named_in_pyodide_in_the_same_words_as_here():
    others = [("locked-race", "always 300"), ("break-locks", "written")]
    requests = [asked(*each) for each in [*KNOWN, *others]]
    done = subprocess.run(
        ["node", str(IN_NODE)],
        input=json.dumps(requests),
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=True,
        timeout=600,
    )
    reported = [answer["grade"] for answer in json.loads(done.stdout)]
    assert [each["mistake"] for each in reported[: len(KNOWN)]] == list(KNOWN.values())
    assert list(map(wording, reported)) == [wording(graded(request)) for request in requests]

"""``lockstep exercises`` and ``lockstep grade``: what is asked, and whether an answer is right."""

from __future__ import annotations

import argparse
import json
import sys

from lockstep.cli import source
from lockstep.cli.commands import Commands
from lockstep.cli.errors import CliError
from lockstep.exercises import catalogue
from lockstep.exercises.grade import Grade, grade

#: Exit codes: passed, not yet, the grader failed.
PASSED, NOT_YET, FAILED = 0, 1, 2


def add_to(commands: Commands) -> None:
    """Add the two commands to the parser."""
    listed = commands.add_parser("exercises", help="list the exercises")
    listed.add_argument("--json", action="store_true", help="as JSON, with programs and hints")
    listed.set_defaults(carry_out=list_them)
    graded = commands.add_parser("grade", help="judge an answer to an exercise over every order")
    graded.add_argument("exercise", metavar="EXERCISE", help="its name, as `exercises` lists it")
    graded.add_argument(
        "file",
        metavar="FILE",
        help="the repaired program; for a break, a file with a schedule; for a prediction, one "
        "with the option; - reads standard input",
    )
    graded.add_argument("--json", action="store_true", help="one JSON object on stdout")
    graded.set_defaults(carry_out=judge)


def list_them(options: argparse.Namespace) -> int:
    """Print the exercises."""
    exercises = catalogue.load()
    if options.json:
        print(json.dumps([each.to_dict() for each in exercises], ensure_ascii=False, indent=1))
        return 0
    width = max(len(each.name) for each in exercises)
    for each in exercises:
        print(f"{each.name:<{width}}  {each.kind:<7}  {each.title}")
    print("\nGrade an answer with: lockstep grade EXERCISE FILE")
    return 0


def judge(options: argparse.Namespace) -> int:
    """Judge an answer; return 0 if it passed, 1 if not yet, 2 if the grader failed."""
    try:
        exercise = catalogue.get(options.exercise)
    except catalogue.NoSuchExercise as error:
        raise CliError(f"{error.args[0]} (`lockstep exercises` lists them)") from None
    found = grade(exercise, source.read(options.file).source)
    if options.json:
        print(json.dumps(found.to_dict(), ensure_ascii=False))
    else:
        report(found)
    if found.has_failed:
        return FAILED
    return PASSED if found.passed else NOT_YET


def report(found: Grade) -> None:
    """Print what is said of an answer."""
    print(f"{'Passed' if found.passed else 'Not yet'}. {found.message}")
    if found.improvement:
        print(f"It could be better: {found.improvement}")
    if found.schedule and not found.passed:
        print(f"The order that shows it: {found.schedule}")
    sys.stdout.flush()

"""The grader: an answer is right if every order of it ends right."""

from __future__ import annotations

import os
from collections.abc import Callable

from lockstep.exercises.breaking import grade_schedule
from lockstep.exercises.exercise import Exercise
from lockstep.exercises.predicting import grade_option
from lockstep.exercises.repairing import grade_program
from lockstep.exercises.result import Grade

__all__ = ["Grade", "grade"]

_GRADERS: dict[str, Callable[[Exercise, str], Grade]] = {
    "predict": grade_option,
    "break": grade_schedule,
    "repair": grade_program,
}


def grade(exercise: Exercise, answer: str) -> Grade:
    """Judge an answer.

    Args:
        exercise: what was asked.
        answer: an option (predict), a schedule (break) or a program (repair).
    """
    try:
        return _GRADERS[exercise.kind](exercise, answer)
    except Exception as error:
        if os.environ.get("LOCKSTEP_DEBUG"):
            raise
        return Grade(
            exercise.name,
            exercise.kind,
            passed=False,
            has_failed=True,
            message=f"The grader failed ({type(error).__name__}: {error}). That says nothing of "
            "your answer: it has not been judged.",
        )

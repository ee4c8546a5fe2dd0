"""Break it: a schedule is replayed; any order that ends as is looked for counts."""

from __future__ import annotations

from lockstep.exercises.endings import count, endings, explored, normal
from lockstep.exercises.exercise import Exercise
from lockstep.exercises.result import Grade
from lockstep.run import run
from lockstep.schedulers import BadSchedule, Misfit


def grade_schedule(exercise: Exercise, answer: str) -> Grade:
    """Judge a schedule by how the program ends in it."""
    try:
        trace = run(exercise.source, answer.strip() or "written", filename=f"{exercise.name}.py")
    except (BadSchedule, Misfit) as error:
        return Grade(exercise.name, exercise.kind, passed=False, message=f"{error}.")
    ending = trace.result if trace.result is not None else trace.status
    ends = endings(explored(exercise.source, f"{exercise.name}.py"), exercise.broken)
    broken = count(tuple(each for each in ends if each.is_right))
    total = count(ends)
    passed = normal(ending) in {normal(each) for each in exercise.broken}
    so_many = f"{broken} of {total} orders do" if broken is not None else "some orders do"
    return Grade(
        exercise.name,
        exercise.kind,
        passed=passed,
        message=f"Broken: this order ends at {ending}; {so_many}."
        if passed
        else f"This order ends at {ending}, as it should; {so_many} not.",
        orders=total,
        right=broken,
        schedule=trace.schedule,
        endings=ends,
    )

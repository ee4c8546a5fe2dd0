"""Repair: an edited program is judged over every order of it."""

from __future__ import annotations

import ast
from dataclasses import asdict

from lockstep import clock
from lockstep.directives import Directives
from lockstep.english import capitalized
from lockstep.exercises import mistakes
from lockstep.exercises.divergence import Divergence, between, nearest
from lockstep.exercises.endings import all_end, count, endings, explored, normal, why_undecided
from lockstep.exercises.exercise import Exercise
from lockstep.exercises.mistakes import Mistake
from lockstep.exercises.result import Ending, Grade
from lockstep.explore import Exploration
from lockstep.explore.choices import Orders, record_orders
from lockstep.instrument import SourceError
from lockstep.run import run
from lockstep.trace import wire

#: Orders up to which all are recorded, to put a wrong one beside the nearest right one.
MOST_RECORDED = 200


def grade_program(exercise: Exercise, answer: str) -> Grade:
    """Judge a program: it compiles, leaves alone what is fixed, and every order ends right."""
    changed = _changed(exercise, answer)
    if changed:
        return _not_yet(exercise, changed.text, changed.name, lines=changed.lines)
    filename = f"{exercise.name}.py"
    try:
        found = explored(answer, filename)
    except SourceError as error:
        what = str(error).removeprefix(f"{filename}:{error.line}: ")
        lines = (error.line,) if error.line else ()
        where = f"Line {error.line}: " if error.line else ""
        return _not_yet(exercise, f"{where}{what}. It has not been run.", lines=lines)
    ends = endings(found, exercise.right)
    if any(not each.is_right and each.label != "limit" for each in ends):
        return _wrong(exercise, answer, found, ends)
    if found.has_failed:
        raise RuntimeError(why_undecided(found))
    if not found.complete:
        return _undecided(exercise, found, ends)
    gone = _gone(exercise, ends)
    if gone:
        return _not_yet(
            exercise,
            f"Nothing goes wrong, but no order ends at {' or '.join(gone)} any more: something "
            "that the program could do before, it never does now.",
        )
    return _passed(exercise, answer, ends)


def _gone(exercise: Exercise, ends: tuple[Ending, ...]) -> list[str]:
    """Every right ending has to be possible: who makes a task do nothing has repaired nothing."""
    seen = {normal(each.label) for each in ends}
    return [each for each in exercise.right if normal(each) not in seen]


# --- what may not be changed ----------------------------------------------------------------


def _changed(exercise: Exercise, answer: str) -> Mistake | None:
    try:
        before, after = _named_parts(exercise.source), _named_parts(answer)
    except SyntaxError:
        return None  # compiling says it better
    for name in exercise.fixed:
        if [each[0] for each in after.get(name, [])] != [each[0] for each in before.get(name, [])]:
            lines = [line for _, line in after.get(name, [])]
            what = "is not to be changed" if lines else "is gone"
            text = f"{name} {what}: it belongs to the question. Put it back as it was."
            return Mistake("changes-what-is-fixed", text, tuple(lines[:1]))
    return None


def _named_parts(source: str) -> dict[str, list[tuple[str, int]]]:
    """What each name is at the top of a file: its code without positions, and its line."""
    found: dict[str, list[tuple[str, int]]] = {}
    for node in ast.parse(source).body:
        for name in _names(node):
            found.setdefault(name, []).append((ast.dump(node), node.lineno))
    return found


def _names(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return [node.name]
    targets = node.targets if isinstance(node, ast.Assign) else []
    return [each.id for each in targets if isinstance(each, ast.Name)]


# --- what is said ---------------------------------------------------------------------------


def _wrong(exercise: Exercise, answer: str, found: Exploration, ends: tuple[Ending, ...]) -> Grade:
    bad = next(each for each in ends if not each.is_right and each.label != "limit")
    parting = _parting(exercise, answer, found, ends, bad)
    trace = _run(exercise, answer, parting.bad if parting else bad.schedule)
    mistake = mistakes.named(trace, Directives.of(exercise.source).watches)
    return Grade(
        exercise.name,
        exercise.kind,
        passed=False,
        message=f"{_so_many(ends)} {mistake.text if mistake else _unnamed(exercise, bad, ends)}",
        mistake=mistake.name if mistake else None,
        orders=count(ends),
        right=_right(ends),
        schedule=trace["schedule"],
        endings=ends,
        divergence=asdict(parting) if parting else None,
        lines=mistake.lines if mistake else (),
        duration_us=trace["duration_us"],
        within_us=exercise.within_us,
    )


def _parting(
    exercise: Exercise, answer: str, found: Exploration, ends: tuple[Ending, ...], bad: Ending
) -> Divergence | None:
    """Where a wrong order parts from the nearest right one; of too many, from a right one."""
    recorded = _recorded(answer, exercise, found)
    if recorded:
        return nearest(recorded, lambda each: _ends_right(exercise, each))
    good = next((each for each in ends if each.is_right), None)
    if good is None:
        return None
    runs = (_run(exercise, answer, each.schedule) for each in (good, bad))
    return between(*runs, is_nearest=False)


def _run(exercise: Exercise, answer: str, schedule: str) -> wire.Trace:
    return run(answer, schedule, filename=f"{exercise.name}.py").to_dict()


def _ends_right(exercise: Exercise, trace: wire.Trace) -> bool:
    ending = trace["result"] if trace["result"] is not None else trace["status"]
    return normal(ending) in {normal(each) for each in exercise.right}


def _recorded(answer: str, exercise: Exercise, found: Exploration) -> Orders | None:
    """Every order, where there are few."""
    if not found.complete or found.interleavings is None or found.interleavings > MOST_RECORDED:
        return None
    return record_orders(answer, filename=f"{exercise.name}.py", most=MOST_RECORDED)


def _so_many(ends: tuple[Ending, ...]) -> str:
    total, right = count(ends), _right(ends)
    if total is None or right is None:
        return "Not every order ends right."
    if not right:
        return "The only order ends wrong." if total == 1 else f"None of {total} orders ends right."
    return f"{right} of {total} orders {'ends' if right == 1 else 'end'} right."


def _unnamed(exercise: Exercise, bad: Ending, ends: tuple[Ending, ...]) -> str:
    wanted = " or ".join(exercise.right)
    if len(ends) == 1:
        return (
            f"It always ends at {bad.label}, and {wanted} is wanted: something that the program "
            "did does not happen any more, or happens twice."
        )
    return f"One that does not ends at {bad.label}; {wanted} is wanted."


def _right(ends: tuple[Ending, ...]) -> int | None:
    return count(tuple(each for each in ends if each.is_right))


def _undecided(exercise: Exercise, found: Exploration, ends: tuple[Ending, ...]) -> Grade:
    return Grade(
        exercise.name,
        exercise.kind,
        passed=False,
        is_undecided=True,
        message=f"Not decided: {why_undecided(found)} Every order that was tried ends right, but "
        "they are not all.",
        endings=ends,
    )


def _passed(exercise: Exercise, answer: str, ends: tuple[Ending, ...]) -> Grade:
    trace = run(answer, filename=f"{exercise.name}.py").to_dict()
    total = count(ends)
    slow = exercise.within_us is not None and trace["duration_us"] > exercise.within_us
    wide = mistakes.too_wide(trace, Directives.of(exercise.source).watches) if slow else None
    return Grade(
        exercise.name,
        exercise.kind,
        passed=True,
        message=f"{capitalized(all_end(total))} right.",
        mistake=(wide.name if wide else "held-too-long") if slow else None,
        improvement=_improvement(exercise, trace, wide) if slow else None,
        orders=total,
        right=total,
        endings=ends,
        lines=wide.lines if wide else (),
        duration_us=trace["duration_us"],
        within_us=exercise.within_us,
    )


def _improvement(exercise: Exercise, trace: wire.Trace, wide: Mistake | None) -> str:
    assert exercise.within_us is not None
    took, could = clock.duration_text(trace["duration_us"]), clock.duration_text(exercise.within_us)
    why = f" {wide.text}" if wide else " Look at what is done while a lock is held."
    return f"It takes {took}, and {could} would do.{why}"


def _not_yet(
    exercise: Exercise, message: str, mistake: str | None = None, lines: tuple[int, ...] = ()
) -> Grade:
    return Grade(
        exercise.name,
        exercise.kind,
        passed=False,
        message=message,
        mistake=mistake,
        lines=lines,
        within_us=exercise.within_us,
    )

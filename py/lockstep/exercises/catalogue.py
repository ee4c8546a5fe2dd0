"""All exercises, read from their folders in ``tasks/``. The page, which has one, does without."""

from __future__ import annotations

import difflib
import functools
from importlib import resources

from lockstep.exercises.exercise import TASK, Exercise, exercise


class NoSuchExercise(LookupError):
    """A name that is no exercise's."""


def load() -> list[Exercise]:
    """Return all exercises in the order in which they are met."""
    return list(_all())


def get(name: str) -> Exercise:
    """Return one exercise.

    Raises:
        NoSuchExercise: naming the nearest and all others.
    """
    known = {exercise.name: exercise for exercise in _all()}
    if name in known:
        return known[name]
    near = difflib.get_close_matches(name, known, 1)
    hint = f"; did you mean {near[0]!r}?" if near else "."
    raise NoSuchExercise(f"no exercise is called {name!r}{hint} There are: {', '.join(known)}")


@functools.cache
def _all() -> tuple[Exercise, ...]:
    found = []
    for folder in (resources.files("lockstep.exercises") / "tasks").iterdir():
        if folder.is_dir() and (folder / TASK).is_file():
            files = {
                file.name: file.read_text("utf-8")
                for file in folder.iterdir()
                if file.name.endswith(".py")
            }
            found.append(exercise(folder.name.replace("_", "-"), files))
    return tuple(sorted(found, key=lambda each: (each.order, each.name)))

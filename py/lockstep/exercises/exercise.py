"""An exercise: what its files say about it.

The docstring of a ``task.py`` has a title, a paragraph that says what is asked, and fields:

``Kind``
    predict, break or repair.
``Order``
    the place among the exercises.
``Lesson``
    the lesson that it belongs to.
``Hint``
    several; the last one is the answer.
``Right`` (repair)
    every result that a right answer has in some order, as in a lesson's ``Outcomes``.
``Fixed`` (repair)
    the functions and names that are not to be changed.
``Within`` (repair)
    the virtual time in seconds within which the default order of a good answer ends.
``Break`` (break)
    the endings that are looked for; any order that ends so counts.
``Option`` (predict)
    several, ``always 300 | the mental model behind it``; the one that is true has none.
``Watch``, ``Expect``
    as in a lesson. A repair needs the first: what a mistake is called is seen at the accesses to
    what is watched.

Beside the task of a repair stand ``solution.py`` and two or more ``wrong_*.py``, whole programs
like it. The docstring of a wrong answer has one field:

``Mistake``
    what the grader has to call it, a name of `mistakes` such as ``lock-made-anew``, or ``none``
    where it has no name for it; with ``(passes)`` after it, an answer that is right but could be
    better.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from lockstep.english import joined

KINDS = ("predict", "break", "repair")
_FIELD = re.compile(r"^([A-Z][a-z]+):[ \t]*(\S.*(?:\n[ \t]+\S.*)*)$", re.MULTILINE)
TASK, _SOLUTION, _WRONG = "task.py", "solution.py", "wrong_"


class BadExercise(ValueError):
    """An exercise's file that cannot be read: which one, and what is wrong in it."""


@dataclass(frozen=True)
class Option:
    """One answer to a prediction.

    Attributes:
        text: as it stands in the file: ``always 300``.
        quantifier: 'always', 'sometimes' or 'never'.
        ending: a result, or 'deadlock'.
        model: the idea of how things work that leads to it; empty for the one that is true.
    """

    text: str
    quantifier: str
    ending: str
    model: str = ""


@dataclass(frozen=True)
class WrongAnswer:
    """A known wrong answer to a repair.

    Attributes:
        name: of its file.
        mistake: what the grader has to call it.
        source: the program.
        passes: whether it is right but could be better.
    """

    name: str
    mistake: str
    source: str
    passes: bool = False


@dataclass(frozen=True)
class Exercise:
    """One exercise; which fields it has depends on its kind (see the module)."""

    name: str
    title: str
    goal: str
    kind: str
    order: int
    lesson: str
    hints: tuple[str, ...]
    source: str
    right: tuple[str, ...] = ()
    fixed: tuple[str, ...] = ()
    within_us: int | None = None
    broken: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    solution: str | None = None
    wrong: tuple[WrongAnswer, ...] = field(default=(), repr=False)

    def to_dict(self) -> dict[str, object]:
        """Return it as plain dicts, lists, strings and integers."""
        return asdict(self)


def exercise(name: str, files: Mapping[str, str]) -> Exercise:
    """Return what the files of an exercise say.

    Args:
        name: of the exercise.
        files: the texts by file name; ``task.py`` is one of them.

    Raises:
        BadExercise: something is missing, or cannot be read.
    """
    title, goal, fields = _docstring(name, files[TASK])
    one = {field: texts[-1] for field, texts in fields.items()}
    kind = _chosen(name, one.get("Kind", "missing"))
    within = one.get("Within")
    return Exercise(
        name=name,
        title=title,
        goal=goal,
        kind=kind,
        order=int(one.get("Order", "999")),
        lesson=one.get("Lesson", ""),
        hints=tuple(fields.get("Hint", ())),
        source=files[TASK],
        right=_parts(one.get("Right", ""), "|"),
        fixed=_parts(one.get("Fixed", ""), ","),
        within_us=round(float(within.removesuffix("s")) * 1_000_000) if within else None,
        broken=_parts(one.get("Break", ""), "|"),
        options=tuple(_option(name, text) for text in fields.get("Option", ())),
        solution=files.get(_SOLUTION),
        wrong=tuple(
            _wrong(name, file, text)
            for file, text in sorted(files.items())
            if file.startswith(_WRONG)
        ),
    )


def _docstring(name: str, source: str) -> tuple[str, str, dict[str, list[str]]]:
    try:
        text = ast.get_docstring(ast.parse(source)) or ""
    except SyntaxError as error:
        raise BadExercise(f"exercises/{name}: line {error.lineno}: {error.msg}") from None
    title, _, rest = text.partition("\n")
    fields: dict[str, list[str]] = {}
    for found in _FIELD.finditer(rest):
        fields.setdefault(found[1], []).append(" ".join(found[2].split()))
    return title.strip(), " ".join(_FIELD.sub("", rest).split()), fields


def _chosen(name: str, kind: str) -> str:
    if kind not in KINDS:
        raise BadExercise(f"exercises/{name}: 'Kind: {kind}' is none of {joined(list(KINDS))}")
    return kind


def _option(name: str, text: str) -> Option:
    claim, _, model = (part.strip() for part in text.partition("|"))
    quantifier, _, ending = claim.partition(" ")
    if quantifier not in ("always", "sometimes", "never") or not ending:
        raise BadExercise(
            f"exercises/{name}: 'Option: {claim}' is not always, sometimes or never and an ending"
        )
    return Option(claim, quantifier, ending, model)


def _wrong(name: str, file: str, text: str) -> WrongAnswer:
    _, _, fields = _docstring(f"{name}/{file}", text)
    if "Mistake" not in fields:
        raise BadExercise(f"exercises/{name}/{file}: its docstring needs a line 'Mistake: NAME'")
    mistake, _, note = fields["Mistake"][-1].partition(" ")
    return WrongAnswer(file.removesuffix(".py"), mistake, text, note == "(passes)")


def _parts(text: str, separator: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(separator) if part.strip())

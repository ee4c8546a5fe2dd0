"""Which program an embed shows: a lesson with its widgets set, or code of the page's author."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from lockstep import catalogue
from lockstep.embedding.options import Options


class NoProgram(ValueError):
    """There is nothing to show; the message says why and what there is."""


@dataclass(frozen=True)
class Shown:
    """A program, and how much of it is folded away.

    Attributes:
        source: what runs: the hidden set-up first, then what is shown.
        visible: what is shown of it.
        title: of the lesson, or an empty string.
        scenario: the lesson's name, or None for the author's own code.
    """

    source: str
    visible: str
    title: str
    scenario: str | None

    @property
    def filename(self) -> str:
        """What tracebacks call the program."""
        return f"{self.scenario or 'program'}.py"


def program_of(options: Options, code: str = "") -> Shown:
    """Return the program that is asked for; ``code``, if there is any, comes before a scenario.

    Raises:
        NoProgram: neither code nor scenario, or a scenario or value that does not exist.
    """
    code = _as_listed(code or options.get("code") or "")
    if code:
        setup = options.get("setup") or ""
        text = f"{setup.rstrip()}\n{code}" if setup.strip() else code
        return Shown(text, code, "", None)
    name = options.get("scenario")
    if not name:
        raise NoProgram("give a scenario's name or some code: there is nothing to show")
    try:
        entry = _chosen(catalogue.get(name), options.widgets)
        source = catalogue.with_parameters(entry, _values(entry, options.widgets))
    except (catalogue.NoSuchScenario, catalogue.BadParameter) as error:
        raise NoProgram(error.args[0]) from None
    return Shown(source, _without_docstring(source), entry["title"], entry["name"])


def _as_listed(code: str) -> str:
    """What a browser reads out of the listing again, so that page and recording agree."""
    lines = code.strip("\n").replace("\r\n", "\n")
    return f"{lines}\n" if lines.strip() else ""


def _chosen(entry: catalogue.Entry, widgets: dict[str, str]) -> catalogue.Entry:
    """Return the member of the scenario's family that has the lock which is asked for."""
    axes = {key: value for key, value in widgets.items() if key in ("lock-mode", "lock-scope")}
    if not axes or not entry["axes"]:
        return entry
    wanted = _meaning(entry["axes"] | axes)
    family = (
        each for each in catalogue.load() if each["axes"] and each["family"] == entry["family"]
    )
    return next((each for each in family if _meaning(each["axes"]) == wanted), entry)


def _meaning(axes: dict[str, str]) -> tuple[str, ...]:
    """Without a lock, its scope means nothing."""
    mode = axes["lock-mode"]
    return (mode,) if mode == "none" else (mode, axes.get("lock-scope", "per-account"))


def _values(entry: catalogue.Entry, widgets: dict[str, str]) -> dict[str, int]:
    """A widget that this lesson does not have is ignored, like an unknown option."""
    has = {parameter["name"] for parameter in entry["parameters"]}
    return {name: int(value) for name, value in widgets.items() if name in has}


def _without_docstring(source: str) -> str:
    """A lesson's docstring is for its page; a host's page has words of its own."""
    first = ast.parse(source).body[0]
    is_text = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    rest = source.splitlines(keepends=True)[first.end_lineno if is_text else 0 :]
    return "".join(rest).lstrip("\n")

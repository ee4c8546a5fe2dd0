"""The options of an embed: one table for element, link, iframe, directive and fence.

An option that is not in the table is ignored, so that old pages outlive new versions; a value
that an option cannot have is answered in words, with what it can be.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field

from lockstep.embedding import room

#: The kinds of value, in the words that an error uses.
TEXT, FLAG, CHOICE, WHOLE = "text", "flag", "choice", "whole number"
#: What a flag can be given, as HTML and Markdown write one that is on.
ON = ("", "true")
#: An order as text, whatever program it is of; `schedulers.schedule` reads it.
_ORDER = r"\s*(?:written|any-[0-9]+\.[0-9]+:(?:sets|[0-9]{1,9})=[0-9.]*[0-9=.,@]*)\s*"
#: Of a value that is told: more characters of it say no more.
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Option:
    """One option.

    Attributes:
        name: as an attribute, a query's key and a directive's option.
        kind: one of TEXT, FLAG, CHOICE, WHOLE.
        doc: what it does, for the embed page and the README.
        choices: what a CHOICE can be, the default first.
        pattern: what a TEXT has to be, as a regular expression of Python and JavaScript; empty
            for any text.
        wanted: what that is, in words.
        low, high: the bounds of a WHOLE, both included; its unit is in `doc`.
        widget: the scenario parameter or axis that it sets, or None.
    """

    name: str
    kind: str
    doc: str
    choices: tuple[str, ...] = ()
    pattern: str = ""
    wanted: str = ""
    low: int = 0
    high: int = 0
    widget: str | None = None


OPTIONS = (
    Option("scenario", TEXT, "the name of a lesson, as in its address"),
    Option(
        "code",
        TEXT,
        "a program of your own instead of a lesson",
        pattern=r"\s*\S[\s\S]*",
        wanted="program",
    ),
    Option("setup", TEXT, "code that runs before yours and is folded away"),
    Option(
        "schedule",
        TEXT,
        "the order to show, as `lockstep explore` prints it",
        pattern=_ORDER,
        wanted="order such as written or any-3.13:0=1,2=0",
    ),
    Option("step", WHOLE, "the step to open at, counted from 0", low=0, high=100_000),
    Option("view", CHOICE, "which parts are shown", choices=("all", "picture", "code")),
    Option("run", CHOICE, "when Python is loaded and runs", choices=("click", "visible")),
    Option("theme", CHOICE, "light, dark, or the host's", choices=("auto", "light", "dark")),
    Option("height", WHOLE, "pixels instead of the height it takes", low=120, high=2000),
    Option("readonly", FLAG, "the code cannot be edited"),
    Option(
        "lock-mode",
        CHOICE,
        "how the account is locked",
        choices=("none", "async-with", "acquire-release"),
        widget="lock-mode",
    ),
    Option(
        "lock-scope",
        CHOICE,
        "one lock for each account, or one for all",
        choices=("per-account", "global"),
        widget="lock-scope",
    ),
    Option("atms", WHOLE, "how many cash machines", low=1, high=8, widget="ATMS"),
    Option("accounts", WHOLE, "how many accounts", low=1, high=3, widget="ACCOUNTS"),
    Option("amount", WHOLE, "what each pays in", low=1, high=1000, widget="AMOUNT"),
)

BY_NAME = {option.name: option for option in OPTIONS}


@dataclass(frozen=True)
class Options:
    """What an embed was asked for.

    Attributes:
        values: by name, the value as text; only what was given and can be. A flag is on if it
            was given at all.
        faults: a sentence for each value that cannot be.
    """

    values: Mapping[str, str] = field(default_factory=dict)
    faults: tuple[str, ...] = ()

    @classmethod
    def of(cls, given: Mapping[str, str | None]) -> Options:
        """Return the options among ``given``; what is unknown is left out without a word."""
        named = {spelt(name): value for name, value in given.items()}
        known = {name: value for name, value in named.items() if name in BY_NAME}
        texts = {name: "" if value is None else str(value) for name, value in known.items()}
        wrong = {name: fault(BY_NAME[name], text) for name, text in texts.items()}
        values = {
            name: "" if BY_NAME[name].kind == FLAG else text
            for name, text in texts.items()
            if not wrong[name] or BY_NAME[name].kind == FLAG
        }
        return cls(values, tuple(wrong_value for wrong_value in wrong.values() if wrong_value))

    def get(self, name: str) -> str | None:
        """Return the value of an option, or None if it was not given."""
        return self.values.get(name)

    def without(self, name: str, why: str) -> Options:
        """Return the same options but one, which cannot be for a reason that others found."""
        left = {each: value for each, value in self.values.items() if each != name}
        return Options(left, (*self.faults, why))

    @property
    def widgets(self) -> dict[str, str]:
        """What the widgets are set to: by the scenario's parameter or axis."""
        return {
            widget: value
            for name, value in self.values.items()
            if (widget := BY_NAME[name].widget) is not None
        }


def spelt(name: str) -> str:
    """Return an option's name as the table has it: a fence has no ``-``, so ``_`` stands for it."""
    return name.replace("_", "-")


def fault(option: Option, value: str) -> str:
    """Return what is wrong with a value, or an empty string."""
    given = f"{option.name}='{_shortened(value)}'"
    if option.kind == CHOICE and value not in option.choices:
        return f"{given} is none of {_or(option.choices)}"
    if option.kind == WHOLE and not _within(option, value):
        return f"{given} is no whole number from {option.low} to {option.high}"
    if option.kind == FLAG and value not in (*ON, option.name):
        return f"{given} is on all the same: leave the option out"
    if option.pattern and not re.fullmatch(option.pattern, value):
        return f"{given} is no {option.wanted}"
    return ""


def _shortened(value: str) -> str:
    return value if len(value) <= _LONGEST else f"{value[: _LONGEST - 1]}…"


def _within(option: Option, value: str) -> bool:
    return value.isascii() and value.isdecimal() and option.low <= int(value) <= option.high


def _or(words: Iterable[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} or {last}"


def javascript() -> str:
    """Return the text of site/js/embed/options.gen.js."""
    table = [asdict(option) for option in OPTIONS]
    kept = {view: room.height(view) for view in room.AROUND} | {
        "narrow": room.NARROW,
        "wide": room.WIDE,
        "more": room.MORE,
        "margins": room.MARGINS,
        "lowest": BY_NAME["height"].low,
        "highest": BY_NAME["height"].high,
    }
    return (
        "// Generated by `python -m lockstep.embedding.options` from "
        "py/lockstep/embedding/options.py; do not edit.\n\n"
        "/** @type {readonly {name: string, kind: string, doc: string, choices: readonly string[], "
        "pattern: string, wanted: string, low: number, high: number, widget: string | null}[]} */\n"
        f"export const OPTIONS = {json.dumps(table, indent=2)};\n\n"
        "/** Pixels kept free by view, and what a narrow page needs more. */\n"
        f"export const ROOM = {json.dumps(kept, indent=2)};\n"
    )


if __name__ == "__main__":
    sys.stdout.write(javascript())

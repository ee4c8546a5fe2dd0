"""Each class has one sheet that styles it; a sheet that reaches into another's says so here."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

STYLES = Path(__file__).resolve().parents[2] / "site" / "styles"

#: prefix of class names (what stands before the first hyphen): the sheet that is its home. One that
#: stands in a single sheet is at home there, and needs no line.
HOMES = {
    **dict.fromkeys(("all", "answer", "balances", "runtime", "status", "verdict"), "answer"),
    **dict.fromkeys(
        ("actions", "choice", "controls", "danger", "flag", "number", "options", "primary"),
        "controls",
    ),
    **dict.fromkeys(("quiet", "small"), "controls"),
    **dict.fromkeys(("cm", "code", "replaced"), "editor"),
    **dict.fromkeys(("outcome", "outcomes"), "outcomes"),
    **dict.fromkeys(("card", "site"), "page"),
    **dict.fromkeys(("playground", "result"), "playground"),
    **dict.fromkeys(("icon", "tl"), "timeline"),
    "bar": "answer",
    "compare": "compare",
    "embed": "embed",
    "lesson": "lesson",
    "log": "log",
    "player": "player",
    "run": "recording",
    "thumb": "thumbnail",
}

#: sheet: the prefixes of others' that it styles, too. The arrangement of a page places what its
#: parts look like elsewhere; the system's colours and the embed are other looks of the same parts.
REACHES = {
    "answer": {"icon", "tl"},
    "compare": {"result", "tl"},
    "controls": {"run"},
    "drawing/host": {"tl"},
    "editor": {"card", "small"},
    "embed": {
        *("actions", "all", "answer", "balances", "card", "choice", "cm", "code", "controls"),
        *("flag", "number", "options", "player", "playground", "replaced", "run", "status"),
        *("tl", "verdict"),
    },
    "embed-this": {"embed"},
    "embedding": {"code"},
    "lesson": {"playground"},
    "marks": {"tl"},
    "outcomes": {"card"},
    "page": {"quiet"},
    "player": {"run"},
    "playground": {"compare", "controls", "embed", "lesson", "log", "outcomes"},
    "reference": {"code"},
    "system-colours": {
        *("bar", "cm", "code", "danger", "log", "outcome", "primary", "runtime", "site", "thumb"),
        "tl",
    },
}


def prefixes_in(css: str) -> set[str]:
    """What the selectors of a sheet name."""
    bare = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    selectors = [rule for rule in re.findall(r"([^{};]+)\{", bare) if rule.strip()[0] != "@"]
    names = re.findall(r"\.([a-zA-Z][\w-]*)", " ".join(selectors))
    return {name.split("-")[0] for name in names}


def used() -> dict[str, set[str]]:
    """Each prefix, with the sheets that style it."""
    sheets: defaultdict[str, set[str]] = defaultdict(set)
    for path in sorted(STYLES.rglob("*.css")):
        sheet = path.relative_to(STYLES).with_suffix("").as_posix()
        for prefix in prefixes_in(path.read_text(encoding="utf-8")):
            sheets[prefix].add(sheet)
    return sheets


def test_a_prefix_in_several_sheets_has_a_home():
    several = {prefix for prefix, sheets in used().items() if len(sheets) > 1}
    assert several == set(HOMES)
    assert [prefix for prefix in HOMES if HOMES[prefix] not in used()[prefix]] == []


def test_no_sheet_styles_what_is_at_home_in_another_unless_it_says_so():
    reached: defaultdict[str, set[str]] = defaultdict(set)
    for prefix, home in HOMES.items():
        for sheet in used()[prefix] - {home}:
            reached[sheet].add(prefix)
    assert dict(reached) == REACHES


def test_selectors_are_read_inside_of_conditions_and_without_comments():
    css = "/* .gone {} */ @media print { .one-a:not(.two) > .three-b { x: y.z } }\n.four { a: b }"
    assert prefixes_in(css) == {"one", "two", "three", "four"}

"""Each class has one sheet that styles it; a sheet that reaches into another's says so here.

Colours are tokens, all of `tokens.css`; a custom property of another sheet is that sheet's own.
"""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

STYLES = Path(__file__).resolve().parents[2] / "site" / "styles"

#: prefix of class names (what stands before the first hyphen): the sheet that is its home. One that
#: stands in a single sheet is at home there, and needs no line.
HOMES = {
    "choices": "clock",
    "divergence": "later/divergence",
    **dict.fromkeys(("all", "answer", "balances", "ending"), "answer"),
    **dict.fromkeys(("runtime", "status", "verdict"), "answer"),
    **dict.fromkeys(
        ("actions", "choice", "controls", "danger", "flag", "number", "options", "primary"),
        "controls",
    ),
    **dict.fromkeys(("quiet", "small"), "controls"),
    **dict.fromkeys(("cm", "code", "replaced"), "editor"),
    **dict.fromkeys(("outcome", "outcomes"), "outcomes"),
    **dict.fromkeys(("card", "site"), "page"),
    **dict.fromkeys(("playground", "program", "reading", "result"), "playground"),
    **dict.fromkeys(("icon", "tl"), "timeline"),
    **dict.fromkeys(("loop", "token"), "loop"),
    **dict.fromkeys(("bet", "way"), "clock"),
    "bar": "answer",
    "button": "controls",
    "clock": "clock",
    "compare": "compare",
    "embed": "embed",
    "exercise": "exercise",
    "lesson": "lesson",
    "log": "log",
    "map": "map",
    "order": "order",
    "orders": "outcomes",
    "player": "player",
    "run": "recording",
    "thumb": "thumbnail",
}

#: sheet: the prefixes of others' that it styles, too. The arrangement of a page places what its
#: parts look like elsewhere; the system's colours and the embed are other looks of the same parts.
REACHES = {
    "exercise": {"card", "choice", "choices", "code", "divergence", "primary", "tl"},
    "answer": {"icon", "tl"},
    # where somebody chooses, the parts of the page stand round the choices
    "clock": {
        *("all", "answer", "balances", "card", "choice", "embed", "ending", "orders", "outcomes"),
        *("playground", "program"),
        *("player", "reading", "result", "status", "tl", "verdict"),
    },
    "compare": {
        "playground",
        "status",
        "tl",
    },  # where the picture is from stands in its caption's line
    "clock-phone": {
        *("answer", "balances", "bet", "choice", "choices", "clock", "embed", "ending", "lesson"),
        *("loop", "map", "order", "orders", "player", "playground", "run", "tl", "verdict"),
        "way",
    },
    "controls": {"run"},
    "drawing/host": {"tl"},
    "editor": {"card", "small", "token"},
    "embed": {
        *("actions", "all", "answer", "balances", "card", "choice", "cm", "code", "controls"),
        *("flag", "loop", "number", "options", "player", "playground", "replaced", "run"),
        *("status", "tl", "verdict"),
    },
    "embed-this": {"embed"},
    "embedding": {"code"},
    "exercises": {"button", "exercise"},
    "lesson": {"playground"},
    "log": {"run"},
    "map": {"choice", "order", "playground"},  # a choice has bars of the map
    "marks": {"tl"},
    "outcomes": {"card"},
    "page": {"quiet"},
    "player": {"loop", "run"},
    "playground": {
        "divergence",
        *("answer", "compare", "controls", "embed", "lesson", "log", "order", "outcomes"),
        "player",
    },
    "reference": {"code"},
    "system-colours": {
        *("bar", "choice", "clock", "cm", "code", "danger", "log", "outcome", "primary", "runtime"),
        *("site", "thumb", "tl"),
    },
    "timeline": {"embed", "playground"},
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
    several = {prefix: sheets for prefix, sheets in used().items() if len(sheets) > 1}
    homeless = {prefix: several[prefix] for prefix in several.keys() - HOMES.keys()}
    assert not homeless, f"choose another name, or give it a home in HOMES: {homeless}"
    assert set(HOMES) - several.keys() == set(), "stand in one sheet: no line of HOMES"
    assert [prefix for prefix in HOMES if HOMES[prefix] not in used()[prefix]] == []


def test_no_sheet_styles_what_is_at_home_in_another_unless_it_says_so():
    reached: defaultdict[str, set[str]] = defaultdict(set)
    for prefix, home in HOMES.items():
        for sheet in used()[prefix] - {home}:
            reached[sheet].add(prefix)
    unsaid = {
        f"{sheet}.css styles .{prefix}: move that to {HOMES[prefix]}.css, or say so in REACHES"
        for sheet, prefixes in reached.items()
        for prefix in prefixes - REACHES.get(sheet, set())
    }
    assert not unsaid, "\n".join(sorted(unsaid))
    assert dict(reached) == REACHES, "what is only in REACHES is gone: take its line away"


#: The only sheets that may say a colour: the tokens, and the system's own in their place.
COLOURS = {"tokens", "system-colours"}
#: Custom properties that a script or a drawing sets where they count.
SET_BY_SCRIPT = {
    *(
        "at",
        "digits",
        "height",
        "lanes",
        "lanes-end",
        "lanes-height",
        "lanes-whole",
        "loaded",
        "lockstep-room",
    ),
    *("of", "place", "share", "wide", "words", "y"),
}

_COLOUR = re.compile(
    r"#[0-9a-fA-F]{3,8}\b|\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color)\("
    r"|\b(?:white|black|red|green|blue|gr[ae]y|orange|yellow)\b(?!-)"
)


def declarations(css: str) -> list[tuple[str, str]]:
    """Each property of a sheet, with its value."""
    bare = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    return re.findall(r"([\w-]+)\s*:\s*([^;{}]+)[;}]", bare)


SHEETS = {
    path.relative_to(STYLES).with_suffix("").as_posix(): declarations(
        path.read_text(encoding="utf-8")
    )
    for path in sorted(STYLES.rglob("*.css"))
}


def defined_in(sheet: str) -> set[str]:
    return {name[2:] for name, _ in SHEETS[sheet] if name.startswith("--")}


def test_only_the_tokens_name_a_colour():
    spoken = [
        f"{sheet}: {name}: {value}"
        for sheet, rules in SHEETS.items()
        for name, value in rules
        if sheet not in COLOURS and _COLOUR.search(value)
    ]
    assert spoken == []


def test_a_token_is_used_and_what_is_used_is_there():
    tokens = defined_in("tokens")
    everywhere = set()
    for sheet, rules in SHEETS.items():
        used = {name for _, value in rules for name in re.findall(r"var\(--([\w-]+)", value)}
        assert used - tokens - defined_in(sheet) - SET_BY_SCRIPT == set(), sheet
        everywhere |= used
    assert tokens - everywhere == set()


def test_no_sheet_but_that_of_the_systems_colours_gives_a_token_another_value():
    tokens = defined_in("tokens")
    others = set(SHEETS) - COLOURS
    assert [sheet for sheet in sorted(others) if defined_in(sheet) & tokens] == []
    assert defined_in("system-colours") <= tokens


def test_a_colour_is_seen_in_whatever_notation_and_only_in_a_value():
    css = "a { color: #fff; b: rgb(0 0 0); c: red; white-space: nowrap; d: var(--red-ink) }"
    assert [name for name, value in declarations(css) if _COLOUR.search(value)] == [
        "color",
        "b",
        "c",
    ]


def test_selectors_are_read_inside_of_conditions_and_without_comments():
    css = "/* .gone {} */ @media print { .one-a:not(.two) > .three-b { x: y.z } }\n.four { a: b }"
    assert prefixes_in(css) == {"one", "two", "three", "four"}


#: What text is made of: there are hundreds of these in a page.
MANY = ("a", "code", "li", "p", "span", "strong")


def selectors_in(css: str) -> list[str]:
    """Each selector of a sheet, as it stands."""
    bare = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    rules = [" ".join(rule.split()) for rule in re.findall(r"([^{};]+)\{", bare)]
    return [each for rule in rules if rule[:1] != "@" for each in re.split(r",(?![^(]*\))", rule)]


def test_what_depends_on_what_is_within_does_not_reach_all_text():
    """Chromium works out anew the style of all that such a rule may end at, at every change."""
    far = [
        f"{path.name}: {selector.strip()}"
        for path in sorted(STYLES.rglob("*.css"))
        for selector in selectors_in(path.read_text(encoding="utf-8"))
        if re.search(rf":has\((?![+~]).*\)\S* .*(?<![\w.#-])({'|'.join(MANY)})$", selector.strip())
    ]
    assert far == []

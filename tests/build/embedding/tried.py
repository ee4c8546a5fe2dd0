"""Every option of an embed with a value that it can have, and one that it cannot have.

Each form of an embed is tried with all of them: address and element by
tests/browser/test_embed_options.py, directive, fence and `check` by test_every_option.py.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from lockstep.embedding.options import BY_NAME

OWN = """\
import asyncio

async def main():
    await asyncio.sleep(1)
    return 7

asyncio.run(main())
"""


@dataclass(frozen=True)
class Tried:
    """An option.

    Attributes:
        name: of the option.
        right: a value that it can have.
        wrong: a value that it cannot have.
        words: what is said of the wrong one, wherever it stands.
        beside: other options that it needs.
    """

    name: str
    right: str
    wrong: str
    words: str
    beside: dict[str, str] = field(default_factory=lambda: {"scenario": "unlocked"})


TRIED = (
    Tried("scenario", "async-with", "unlokced", "o scenario is called 'unlokced'", {}),
    Tried("code", OWN, "", "code='' is no program", {}),
    Tried("setup", "import asyncio", "def broken(:", "SyntaxError", {"code": OWN}),
    Tried(
        "schedule",
        "any-3.13:0=0,1=,2=1.2",
        "rubbish",
        "schedule='rubbish' is no order such as written or any-3.13:0=1,2=0",
    ),
    Tried("step", "5", "99", "step='99' is after the last, 6"),
    Tried("view", "picture", "sideways", "view='sideways' is none of all, picture or code"),
    Tried("run", "visible", "later", "run='later' is none of click or visible"),
    Tried("theme", "dark", "pink", "theme='pink' is none of auto, light or dark"),
    Tried("height", "300", "12", "height='12' is no whole number from 120 to 2000"),
    Tried("readonly", "", "false", "readonly='false' is on all the same: leave the option out"),
    Tried(
        "lock-mode",
        "async-with",
        "maybe",
        "lock-mode='maybe' is none of none, async-with or acquire-release",
    ),
    Tried(
        "lock-scope",
        "global",
        "world",
        "lock-scope='world' is none of per-account or global",
        {"scenario": "async-with"},
    ),
    Tried("atms", "2", "9", "atms='9' is no whole number from 1 to 8"),
    Tried("accounts", "2", "0", "accounts='0' is no whole number from 1 to 3"),
    Tried("amount", "7", "x", "amount='x' is no whole number from 1 to 1000"),
)
BY_OPTION = {tried.name: tried for tried in TRIED}
#: What no version knows; an option that a later one has is such a one today.
UNKNOWN = ("sparkle", "yes")

assert list(BY_OPTION) == list(BY_NAME), "an option is not tried"

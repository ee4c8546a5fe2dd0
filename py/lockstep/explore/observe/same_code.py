"""How code is told in a state, and that of a program compiled otherwise as the code of its text."""

from __future__ import annotations

import dis
from builtins import id, type  # a program may replace them
from collections import defaultdict
from types import CodeType, FunctionType

#: Of a code by its `id`, which is kept so that it is no other's: how it is told.
_WORDS: dict[int, tuple[CodeType, str]] = {}
#: Of a code that was compiled otherwise: the places of its instructions in the original.
_PLACES: dict[int, dict[int, int]] = {}


def word_of(code: CodeType) -> str:
    """Return what tells a code from others."""
    known = _WORDS.get(id(code))
    if known is None:
        word = f"{code.co_filename}:{code.co_firstlineno}:{code.co_qualname} {hash(code)}"
        known = _WORDS[id(code)] = code, word
    return known[1]


def place_in(code: CodeType, last: int) -> int:
    """Return at which instruction a frame is, by ``f_lasti``."""
    places = _PLACES.get(id(code))
    return last if places is None else places.get(last, -1)


def is_added(x: object) -> bool:
    """Return whether something is there only since a program was compiled otherwise."""
    return type(x) is FunctionType and x.__name__[:1] == "@"


def take_for_one(code: CodeType, original: CodeType) -> None:
    """Tell a code, and all that is defined in it, as that from which it differs in added calls.

    Args:
        code: compiled of the same text; each added call stands at a place where nothing else does.
        original: compiled of it as it is.
    """
    _WORDS[id(code)] = code, word_of(original)
    there = _instructions(original)
    _PLACES[id(code)] = {
        mine: its
        for key, places in _instructions(code).items()
        for mine, its in zip(places, there[key], strict=False)
    }
    inside = [[c for c in each.co_consts if type(c) is CodeType] for each in (code, original)]
    for inner, its_original in zip(*inside, strict=True):
        take_for_one(inner, its_original)


def _instructions(code: CodeType) -> defaultdict[object, list[int]]:
    """Return where the instructions of a code are, by what they are and of which text."""
    found: defaultdict[object, list[int]] = defaultdict(list)
    for each in dis.get_instructions(code):
        found[each.opname, each.positions].append(each.offset)
    return found

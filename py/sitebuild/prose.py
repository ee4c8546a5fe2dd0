"""Text of a lesson, with `code` in backticks and *emphasis* between stars."""

from __future__ import annotations

import re

from markupsafe import Markup

# Code first: a star inside backticks multiplies.
_MARKED = re.compile(r"`(?P<code>[^`]+)`|\*(?P<em>[^*\s](?:[^*]*[^*\s])?)\*")
_SENTENCE = re.compile(r".*?[.?!](?=\s|$)", re.DOTALL)


def prose(text: str) -> Markup:
    """The text as HTML."""
    out = Markup()
    at = 0
    for found in _MARKED.finditer(text):
        tag = str(found.lastgroup)
        out += text[at : found.start()]
        out += Markup("<{0}>{1}</{0}>").format(Markup(tag), found[tag])
        at = found.end()
    return out + text[at:]


def plain(text: str) -> str:
    """The text without its marks, for titles and descriptions."""
    return _MARKED.sub(lambda found: found[str(found.lastgroup)], text)


def first_sentence(text: str) -> str:
    found = _SENTENCE.match(text)
    return found[0] if found else text

"""Marked blocks in Markdown: a fence called ``lockstep``, of SuperFences or of MyST.

Not read as a mark is what only shows one: the content of any other fence, and HTML comments.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lockstep.checking.blocks import Block

_FENCE = re.compile(r"(?P<indent>[\s>]*)(?P<fence>`{3,}|~{3,}|:{3,})\s*(?P<info>.*)$")
_MYST = re.compile(r"\{(?P<name>[\w:.-]+)\}\s*(?P<argument>.*)$")
_ATTRIBUTES = re.compile(
    r"""(?P<name>[\w-]+)(?:\s*=\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s}]+)))?"""
)
_OPTION = re.compile(r":(?P<name>[\w-]+):(?:\s+(?P<value>.*))?$")
_YAML = re.compile(r"(?P<name>[\w-]+):(?:\s+(?P<value>.*))?$")
#: MyST's directives whose content is text, not markup.
_VERBATIM = re.compile(r"(?:code|sourcecode|literalinclude|raw|math|eval-rst|mermaid|doctest)\b")


def blocks(text: str) -> Iterator[Block]:
    """Yield the marked blocks of a document, in their order."""
    lines = text.splitlines()
    at = 0
    while at < len(lines):
        if "<!--" in lines[at] and "`<!--" not in lines[at]:
            at = _after_comment(lines, at)
            continue
        found = _FENCE.match(lines[at])
        if found is None or _is_inline(found):
            at += 1
            continue
        end = _end(lines, at, found)
        given = _given(found["info"])
        if given is not None:
            yield _block(lines, at, end, given, found)
        if given is None and _is_container(found):
            lines[end : end + 1] = [""]  # its end is not the beginning of another
            at += 1
        else:
            at = end + 1


def _is_inline(found: re.Match[str]) -> bool:
    """Backticks that begin a line and close on it are a word of code."""
    return found["fence"][0] == "`" and "`" in found["info"]


def _is_container(found: re.Match[str]) -> bool:
    """Whether what stands in the fence is itself a document: a note, tabs."""
    myst = _MYST.match(found["info"])
    is_named = myst is not None and not _VERBATIM.match(myst["name"])
    return is_named or found["fence"][0] == ":"


def _end(lines: Sequence[str], at: int, found: re.Match[str]) -> int:
    """The line of the closing fence; a fence that is never closed ends with the document."""
    mark, least = found["fence"][0], len(found["fence"])
    closing = re.compile(rf"[\s>]*{re.escape(mark)}{{{least},}}\s*$")
    return next((n for n in range(at + 1, len(lines)) if closing.match(lines[n])), len(lines))


def _after_comment(lines: Sequence[str], at: int) -> int:
    rest = lines[at].split("<!--", 1)[1]
    if "-->" in rest:
        return at + 1
    return next((n + 1 for n in range(at + 1, len(lines)) if "-->" in lines[n]), len(lines))


def _given(info: str) -> dict[str, str] | None:
    """The options in the fence's first line; None if the fence is none of ours."""
    myst = _MYST.match(info)
    if myst and myst["name"] == "lockstep":
        argument = myst["argument"].strip()
        return {"scenario": argument} if argument else {}
    words = info.strip()
    if words.startswith("{"):
        words = words.strip("{} ").replace(".lockstep", "lockstep", 1)
    if not re.match(r"lockstep(?![\w-])", words):
        return None
    return _attributes(words.removeprefix("lockstep").strip(" {}"))


def _attributes(text: str) -> dict[str, str]:
    return {
        found["name"]: found["double"] or found["single"] or found["bare"] or ""
        for found in _ATTRIBUTES.finditer(text)
        if not _is_denied(found)
    }


def _is_denied(found: re.Match[str]) -> bool:
    """`verified=false` states nothing."""
    value = found["double"] or found["single"] or found["bare"] or ""
    return found["name"] == "verified" and value.lower() in ("false", "no")


def _block(
    lines: Sequence[str], at: int, end: int, given: dict[str, str], found: re.Match[str]
) -> Block:
    indent = len(found["indent"])
    content = [_without(line, indent) for line in lines[at + 1 : end]]
    options, taken = _options(content)
    while taken < len(content) and not content[taken].strip():
        taken += 1
    code = "".join(f"{line}\n" for line in content[taken:])
    return Block(at + 1, {**given, **options}, code, at + 2 + taken)


def _without(line: str, indent: int) -> str:
    """A fence inside a list or a quotation is as deep as its first line."""
    margin = line[:indent]
    return line[indent:] if not margin.strip(" \t>") else line.lstrip()


def _options(content: Sequence[str]) -> tuple[dict[str, str], int]:
    """Options on lines of their own, as MyST writes them, and how many lines they take."""
    if content and content[0].strip() == "---":
        end = next((n for n in range(1, len(content)) if content[n].strip() == "---"), 0)
        return _read(_YAML, content[1:end]), end + 1 if end else 0
    taken = 0
    while taken < len(content) and _OPTION.match(content[taken]):
        taken += 1
    return _read(_OPTION, content[:taken]), taken


def _read(form: re.Pattern[str], lines: Sequence[str]) -> dict[str, str]:
    found = filter(None, (form.match(line.strip()) for line in lines))
    return {each["name"]: (each["value"] or "").strip().strip("\"'") for each in found}

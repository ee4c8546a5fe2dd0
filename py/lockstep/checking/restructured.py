"""Marked blocks in reStructuredText: the directive ``.. lockstep::``, wherever it may stand.

Not read as a mark is what only shows one: literal blocks, comments, the content of a listing. The
grammar is docutils' own ("reStructuredText Markup Specification", explicit markup blocks).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lockstep.checking.blocks import Block

_EXPLICIT = re.compile(r"(?P<indent>\s*)\.\.(?:\s+(?P<rest>.*))?$")
_DIRECTIVE = re.compile(r"(?:\|[^|]+\|\s+)?(?P<name>[\w:.+-]+?)\s?::(?:\s+(?P<argument>.*))?$")
_OPTION = re.compile(r"\s*:(?P<name>[^:\s][^:]*):(?:\s+(?P<value>.*))?$")
#: Directives whose content is text, not markup.
_VERBATIM = frozenset(
    ("code", "code-block", "sourcecode", "highlight", "parsed-literal", "raw", "math", "doctest",
     "testcode", "testsetup", "testcleanup", "testoutput", "prompt", "ipython", "jupyter-execute",
     "literalinclude", "graphviz", "mermaid", "csv-table", "productionlist")
)  # fmt: skip


def blocks(text: str) -> Iterator[Block]:
    """Yield the marked blocks of a document, in their order."""
    lines = [line.expandtabs(8) for line in text.splitlines()]
    at = 0
    while at < len(lines):
        found = _EXPLICIT.match(lines[at])
        if found is None:
            at = _after_paragraph_line(lines, at)
            continue
        indent, directive = len(found["indent"]), _DIRECTIVE.match(found["rest"] or "")
        body = _Body.under(lines, at, indent)
        if directive and directive["name"] == "lockstep":
            yield _block(lines, at, directive["argument"] or "", body)
            at = body.end
        elif _is_markup(found["rest"] or "", directive):
            at += 1
        else:
            at = body.end


@dataclass(frozen=True)
class _Body:
    """The lines ``first`` to ``end`` (exclusive) that belong to a construct."""

    first: int
    end: int

    @classmethod
    def under(cls, lines: Sequence[str], at: int, indent: int) -> _Body:
        end = at + 1
        while end < len(lines) and (not lines[end].strip() or _indent(lines[end]) > indent):
            end += 1
        while end > at + 1 and not lines[end - 1].strip():
            end -= 1
        return cls(at + 1, end)


def _is_markup(rest: str, directive: re.Match[str] | None) -> bool:
    """Whether what stands under the construct is itself a document: notes, footnotes, tabs."""
    if directive:
        return directive["name"].lower() not in _VERBATIM
    return rest.startswith(("[", "_", "|"))


def _after_paragraph_line(lines: Sequence[str], at: int) -> int:
    """A line that ends in ``::`` announces a literal block."""
    if not lines[at].rstrip().endswith("::"):
        return at + 1
    below = next((n for n in range(at + 1, len(lines)) if lines[n].strip()), at + 1)
    is_apart = below > at + 1
    return _Body.under(lines, at, _indent(lines[at])).end if is_apart else at + 1


def _block(lines: Sequence[str], at: int, argument: str, body: _Body) -> Block:
    """Arguments and options stand above the first blank line; the content follows it."""
    given: dict[str, str] = {"scenario": argument.strip()} if argument.strip() else {}
    line, name = body.first, ""
    while line < body.end and lines[line].strip():
        option = _OPTION.match(lines[line])
        if option is None and not given and not argument.strip() and line == body.first:
            break  # content right below the mark
        if option:
            name = option["name"].strip()
            given[name] = (option["value"] or "").strip()
        elif name:
            given[name] = f"{given[name]}\n{lines[line].strip()}".strip()
        line += 1
    while line < body.end and not lines[line].strip():
        line += 1
    return Block(at + 1, given, _dedented(lines[line : body.end]), line + 1)


def _dedented(lines: Sequence[str]) -> str:
    margin = min((_indent(line) for line in lines if line.strip()), default=0)
    return "".join(f"{line[margin:]}\n" for line in lines)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())

"""What a program uses that other versions of Python do otherwise, said beside the claim.

Each sentence names where it is from: an issue of CPython's, by its number.
"""

from __future__ import annotations

import ast

_LOCKED = (
    "It asks locked(): up to Python 3.14 an asyncio.Lock says False between a release and the turn "
    "of the task that waits next; an open proposal lets it say True there (gh-138121)."
)
_GROUP = (
    "It cancels beside a TaskGroup: since Python 3.13 a group that fails while it is cancelled "
    "from outside stays cancelled, and 3.12 may lose that cancellation (gh-116720)."
)
_EAGER = (
    "It starts tasks eagerly: create_task(eager_start=...) is there since Python 3.14, and in 3.13 "
    "since 3.13.3 (gh-128307)."
)
_CANCELS = frozenset({"cancel", "timeout", "timeout_at", "wait_for"})


def notes(source: str) -> list[str]:
    """Return what to say of the versions of Python in which a program behaves otherwise."""
    nodes = list(ast.walk(ast.parse(source)))
    attributes = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    names = attributes | {node.id for node in nodes if isinstance(node, ast.Name)}
    keywords = {node.arg for node in nodes if isinstance(node, ast.keyword)}
    texts = {
        _LOCKED: "locked" in attributes,
        _GROUP: "TaskGroup" in names and bool(names & _CANCELS),
        _EAGER: "eager_start" in keywords,
    }
    return [text for text, is_so in texts.items() if is_so]

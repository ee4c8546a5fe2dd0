"""The listings of pages without a playground, drawn as the page's own editor would."""

from __future__ import annotations

import json

from markupsafe import Markup

from . import reference, threads
from .node import Node
from .prose import plain


def draw_listings(node: Node) -> dict[str, Markup]:
    """HTML by the name of the row, or of the program."""
    drawn = node.printed(
        "site/js/build/prerender-code.js",
        stdin=json.dumps(_programs() + _snippets()),
        what="drawing the listings (site/js/build/prerender-code.js)",
    )
    return {name: Markup(html) for name, html in json.loads(drawn).items()}


def _programs() -> list[dict[str, str]]:
    return [
        {"name": run["name"], "source": run["code"], "label": f"{run['name']}.py"}
        for run in threads.load()["runs"]
    ]


def _snippets() -> list[dict[str, str]]:
    rows = [row for part in reference.PARTS for row in part.rows]
    return [
        {"name": row.name, "source": row.snippet, "label": f"Example: {plain(row.title)}"}
        for row in rows
    ]

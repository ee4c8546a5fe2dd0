"""The drawing code and its style sheet as files of the Python package (`lockstep.embedding`).

Standard library only: it also runs inside `pip install .`.
"""

from __future__ import annotations

import os
from pathlib import Path

from .node import ESBUILD, Node

_ENTRY = "site/js/embed/drawing-entry.js"
#: The sheets whose rules hold inside a drawn run; tokens.css speaks of `:root`, which is that here.
_INSIDE = ("timeline.css", "marks.css")
#: The JavaScript engine has nothing of a browser, and the DOM library asks for this when loaded.
_BANNER = "globalThis.atob ??= (text) => text;"
_COMMON = ("--minify", "--legal-comments=none", "--log-level=warning")


def build_drawing(node: Node, folder: Path) -> None:
    """Write drawing.js and drawing.css; the same sources give the same bytes.

    Raises:
        BuildError: esbuild failed; its words are on the terminal.
    """
    folder.mkdir(parents=True, exist_ok=True)
    script = node.printed(
        ESBUILD,
        _ENTRY,
        *("--bundle", "--format=iife", "--platform=browser", "--target=es2022"),
        f"--banner:js={_BANNER}",
        *_COMMON,
        what="bundling the drawing code",
    )
    style = node.printed(
        ESBUILD,
        *("--loader=css", "--target=chrome111,firefox114,safari16.4"),
        *_COMMON,
        stdin=_sheet(node.root / "site/styles"),
        what="minifying the style of the drawing",
    )
    _write(folder / "drawing.js", script)
    _write(folder / "drawing.css", style)


def _write(file: Path, text: str) -> None:
    """Whole or not at all, and only what changed: two builds may be at work at once."""
    if file.exists() and file.read_text(encoding="utf-8") == text:
        return
    unfinished = file.with_name(f".{file.name}.{os.getpid()}")
    unfinished.write_text(text, encoding="utf-8")
    unfinished.replace(file)


def _sheet(styles: Path) -> str:
    tokens = (styles / "tokens.css").read_text(encoding="utf-8")
    variables = tokens[: tokens.index(":root[")].replace(":root", ".lockstep", 1)
    host = (styles / "drawing/host.css").read_text(encoding="utf-8")
    inside = "\n".join((styles / name).read_text(encoding="utf-8") for name in _INSIDE)
    return (
        f"{variables.replace('color-scheme: light dark;', '')}\n{host}\n.lockstep {{\n{inside}\n}}"
    )

"""The HTML of one block: readable as it stands, and what the embed's script takes over."""

from __future__ import annotations

import html
import json
from collections.abc import Iterable

from lockstep.embedding import drawing, room
from lockstep.embedding.options import BY_NAME, FLAG, Options
from lockstep.embedding.program import Shown
from lockstep.embedding.recording import Recorded

#: Options whose values stand in the element's content instead of an attribute.
_IN_CONTENT = ("code", "setup")


def block(shown: Shown, recorded: Recorded, options: Options) -> str:
    """Return a ``<lockstep-playground>`` with the run drawn inside it.

    Without a script it is a figure and a listing; with site's lockstep.js it becomes a playground.
    """
    view = options.get("view") or "all"
    pieces = [
        _figure(shown, recorded) if view != "code" else "",
        _listing(shown) if view != "picture" or not shown.scenario else "",
        _setup(options),
        _recording(shown, recorded),
        _faults(options.faults),
    ]
    return (
        f'<lockstep-playground class="lockstep"{_attributes(shown, options)} '
        f'style="--lockstep-room:{_room(view, recorded)}">'
        f"{_style()}{''.join(pieces)}</lockstep-playground>"
    )


def listing(code: str) -> str:
    """Return code as the host's own listings look, if it colours them by Pygments as most do."""
    try:
        from pygments import highlight  # noqa: PLC0415 - every docs builder has it; we need it not
        from pygments.formatters import HtmlFormatter  # noqa: PLC0415
        from pygments.lexers import PythonLexer  # noqa: PLC0415
    except ImportError:
        text = html.escape(code)
    else:
        text = highlight(code, PythonLexer(), HtmlFormatter(nowrap=True))
    return (
        '<div class="highlight highlight-python notranslate">'
        f'<pre><code class="language-python">{text}</code></pre></div>'
    )


def _attributes(shown: Shown, options: Options) -> str:
    values = {name: value for name, value in options.values.items() if name not in _IN_CONTENT}
    if shown.scenario is None:
        values.pop("scenario", None)
    return "".join(
        f" {name}" if BY_NAME[name].kind == FLAG else f' {name}="{html.escape(value)}"'
        for name, value in values.items()
    )


def _room(view: str, recorded: Recorded) -> str:
    """What the frame that may take this place will need."""
    drawn = recorded.parts.get("height", "")
    picture = int(drawn) if drawn.isdecimal() else room.DEFAULT_PICTURE
    return room.css(room.height(view, picture))


def _style() -> str:
    try:
        return f"<style>{drawing.style()}</style>"
    except drawing.DrawingError:
        return ""


def _figure(shown: Shown, recorded: Recorded) -> str:
    parts = recorded.parts
    if not parts:
        return _in_words(recorded)
    title = f"<figcaption>{_prose(shown.title)}</figcaption>" if shown.title else ""
    sentences = (
        f"<details><summary>The run in sentences</summary>{parts['sentences']}</details>"
        if parts["sentences"]
        else ""
    )
    return (
        f'<figure class="lockstep-run">{title}{parts["answer"]}{parts["picture"]}'
        f'<p class="lockstep-orders">{html.escape(parts["orders"])}</p>{sentences}</figure>'
    )


def _in_words(recorded: Recorded) -> str:
    """The answer in words, where no picture could be drawn."""
    verdict = recorded.trace["verdict"]
    words = html.escape(f"{verdict['headline']} {verdict['text']}")
    return f'<figure class="lockstep-run"><p class="lockstep-answer">{words}</p></figure>'


def _listing(shown: Shown) -> str:
    return listing(shown.visible)


def _setup(options: Options) -> str:
    """Hidden set-up code: for the script alone; a reader without one is not shown it."""
    setup = options.get("setup")
    if not setup:
        return ""
    return f'<template data-lockstep="setup">{html.escape(setup)}</template>'


def _recording(shown: Shown, recorded: Recorded) -> str:
    """The run of the author's own program, for the playground to begin with."""
    if shown.scenario:
        return ""
    kept = {"trace": recorded.trace, "exploration": recorded.exploration}
    text = html.escape(json.dumps(kept, separators=(",", ":")))
    # no <script>: a host that exchanges pages in place runs every script anew, as JavaScript
    return f'<template data-lockstep="recording">{text}</template>'


def _faults(faults: Iterable[str]) -> str:
    return "".join(
        f'<p class="lockstep-fault" role="note">{html.escape(fault)}</p>' for fault in faults
    )


def _prose(text: str) -> str:
    """A title's `words of code` as code."""
    pieces = html.escape(text).split("`")
    return "".join(f"<code>{p}</code>" if n % 2 else p for n, p in enumerate(pieces))

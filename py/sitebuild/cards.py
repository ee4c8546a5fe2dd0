"""Pictures of lessons for those who link to them (Open Graph): the page's own timeline as a PNG.

The SVG of the page is put into a frame with title and ending; its style sheets are written out,
since what turns it into pixels (resvg) knows neither variables nor `light-dark()`. The pixels are
kept by the hash of that SVG, so a build draws only what is new.
"""

from __future__ import annotations

import hashlib
import html
import json
import re
import shutil
from pathlib import Path

from . import prose
from .node import BuildError, Node
from .record import Recording

WIDTH, HEIGHT = 1200, 630
FOLDER = "cards"
_MARGIN, _TOP = 56, 214
#: Smaller than so, nothing can be read: a long run is cut at the right instead.
_SMALLEST = 0.66
#: Sheets of the marks that a timeline has.
_SHEETS = ("timeline.css", "marks.css")
_SVG = re.compile(r"<svg[^>]*class=\"tl-(?:labels|lanes)\".*?</svg>", re.DOTALL)
_SIZE = re.compile(r"viewBox=\"0 0 (\d+) (\d+)\"")
#: What stands in a picture for one who can move in it.
_FOR_THE_PLAYER = ".tl-playhead,.tl-now,.tl-veil,.tl-tie{display:none}"
_FONT = "font-family:'DejaVu Sans',Verdana,sans-serif"
#: Letters of a title that fit into one line, by size in pixels.
_SIZES = ((30, 52), (39, 40), (52, 30), (500, 22))
_TONES = {"right": "--right", "wrong": "--wrong"}


def write_cards(
    node: Node,
    dist: Path,
    recordings: list[Recording],
    drawn: dict[str, dict[str, str]],
    cache: Path,
) -> None:
    """Write `cards/NAME.png` for every lesson that has a page.

    What was drawn before is taken from the folder `cache`.

    Raises:
        BuildError: the pictures could not be turned into pixels.
    """
    cache.mkdir(parents=True, exist_ok=True)
    colours = _colours((node.root / "site/styles/tokens.css").read_text(encoding="utf-8"))
    style = _style(node.root / "site/styles", colours)
    wanted = {}
    for each in recordings:
        if each.listed:
            svg = card(each, drawn[each.name]["timeline"], style, colours)
            wanted[each.name] = f"{hashlib.sha256(svg.encode()).hexdigest()[:24]}.png", svg
    missing = {file: svg for file, svg in wanted.values() if not (cache / file).exists()}
    if missing:
        script = "site/js/build/rasterize.js"
        node.run(script, str(cache), stdin=json.dumps(missing), what=f"the pictures ({script})")
    (dist / FOLDER).mkdir()
    for name, (file, _) in wanted.items():
        shutil.copyfile(cache / file, dist / FOLDER / f"{name}.png")


def card(recording: Recording, timeline: str, style: str, colours: dict[str, str]) -> str:
    """Return the SVG of a lesson's picture; `timeline` is the page's own HTML of it."""
    verdict = recording.trace["verdict"]
    title = prose.plain(recording.scenario["title"])
    size = next(size for most, size in _SIZES if len(title) <= most)
    ink, muted = colours["--ink"], colours["--muted"]
    tone = colours[_TONES.get(verdict["tone"], "--ink")]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}"><style>{html.escape(style, quote=False)}</style>'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{colours["--card"]}"/>'
        f'<rect width="{WIDTH}" height="12" fill="{colours["--run"]}"/>'
        f"{_text(_MARGIN, 64, 24, muted, 'Lockstep · asyncio, step by step')}"
        f"{_text(_MARGIN, 126, size, ink, title, bold=True)}"
        f"{_text(_MARGIN, 176, 30, tone, verdict['headline'], bold=True)}"
        f"{_picture(timeline)}</svg>"
    )


def _text(x: int, y: int, size: int, fill: str, words: str, *, bold: bool = False) -> str:
    weight = "bold" if bold else "normal"
    return (
        f'<text x="{x}" y="{y}" style="{_FONT};font-size:{size}px;font-weight:{weight};'
        f'fill:{fill}">{html.escape(words)}</text>'
    )


def _picture(timeline: str) -> str:
    """The lanes behind their names, as large as the frame lets them be."""
    parts = _SVG.findall(timeline)
    sizes = [_size(part) for part in parts]
    width, height = sum(size[0] for size in sizes), height_of(timeline)
    room = WIDTH - 2 * _MARGIN, HEIGHT - _TOP - 24
    scale = min(max(room[0] / width, _SMALLEST), room[1] / height)
    placed, x = [], 0
    for part, size in zip(parts, sizes, strict=True):
        placed.append(f'<g transform="translate({x})">{part}</g>')
        x += size[0]
    return (
        f'<svg x="{_MARGIN}" y="{_TOP}" width="{WIDTH - _MARGIN}" height="{HEIGHT - _TOP}">'
        f'<g transform="scale({scale:.4f})">{"".join(placed)}</g></svg>'
    )


def height_of(timeline: str) -> int:
    """Return how high a page's timeline is, in px."""
    return max(_size(part)[1] for part in _SVG.findall(timeline))


def _size(part: str) -> tuple[int, int]:
    found = _SIZE.search(part)
    if not found:
        raise BuildError(f"a part of a timeline has no size: {part[:80]}")
    return int(found[1]), int(found[2])


def _colours(tokens: str) -> dict[str, str]:
    """The variables of the light theme, by name."""
    declared = re.findall(r"(--[\w-]+):\s*([^;]+);", tokens[: tokens.index(":root[")])
    return {name: _light(value) for name, value in declared}


def _light(value: str) -> str:
    return re.sub(r"light-dark\(\s*([^,]+),[^)]*\)", r"\1", value).strip()


def _style(folder: Path, colours: dict[str, str]) -> str:
    """The rules of plain selectors, with the value of each variable in its place."""
    text = "\n".join((folder / name).read_text(encoding="utf-8") for name in _SHEETS)
    flat = _without_blocks(re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL))
    rules = []
    for selectors, body in re.findall(r"([^{}]+)\{([^{}]*)\}", flat):
        plain = [one.strip() for one in selectors.split(",") if not re.search(r"[:\[>@]", one)]
        if plain:
            value = re.sub(r"var\((--[\w-]+)[^)]*\)", lambda m: colours.get(m[1], ""), body)
            rules.append(f"{','.join(plain)}{{{' '.join(_light(value).split())}}}")
    return f"text{{{_FONT}}}{''.join(rules)}{_FOR_THE_PLAYER}"


def _without_blocks(text: str) -> str:
    """Leave out `@media` and its kin, which hold rules of their own."""
    return re.sub(r"@[\w-]+[^{}]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", text)

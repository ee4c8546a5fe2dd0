"""docs/rooms.svg: the rooms of py/lockstep, drawn from the table of what each may import.

Rooms that import nothing stand at the bottom; each other room stands one row above the highest
room that it imports, so every arrow points down. An import that an arrow chain shows already has
no arrow of its own (the transitive reduction of the table).
"""

from __future__ import annotations

from functools import cache
from html import escape

from .rooms import LOCKSTEP

_WIDTH, _HEIGHT, _GAP, _ROW = 124, 34, 16, 92
_MARGIN = 20
_STYLE = """\
  text { font: 13px ui-monospace, monospace; text-anchor: middle; fill: #1f2328; }
  rect { fill: #f6f8fa; stroke: #59636e; rx: 6px; }
  path { fill: none; stroke: #59636e; opacity: 0.55; }
  @media (prefers-color-scheme: dark) {
    text { fill: #f0f6fc; } rect { fill: #151b23; stroke: #9198a1; } path { stroke: #9198a1; }
  }"""

#: The package itself, and the command, by the names that users know.
_SHOWN = {"__init__": "lockstep", "__main__": "python -m"}


@cache
def _rank(room: str) -> int:
    return 1 + max(map(_rank, LOCKSTEP[room]), default=-1)


@cache
def _reached(room: str) -> frozenset[str]:
    """All rooms that ``room`` imports, directly or through others."""
    return frozenset(LOCKSTEP[room]).union(*map(_reached, LOCKSTEP[room]))


def arrows(room: str) -> list[str]:
    """Return what ``room`` imports that no other import of its leads to."""
    wanted = LOCKSTEP[room]
    return sorted(wanted - frozenset().union(*map(_reached, wanted)))


def rows() -> list[list[str]]:
    """Return the rooms by row, the lowest first; each near what it points to."""
    count = 1 + max(map(_rank, LOCKSTEP))
    found = [[room for room in LOCKSTEP if _rank(room) == rank] for rank in range(count)]
    place = {room: at - (len(found[0]) - 1) / 2 for at, room in enumerate(found[0])}
    for row in found[1:]:
        row.sort(key=lambda room: sum(place[to] for to in arrows(room)) / len(arrows(room)))
        place.update({room: at - (len(row) - 1) / 2 for at, room in enumerate(row)})
    return found


def svg() -> str:
    """Return the drawing."""
    ranked = rows()
    width = 2 * _MARGIN + max(map(len, ranked)) * (_WIDTH + _GAP) - _GAP
    height = 2 * _MARGIN + (len(ranked) - 1) * _ROW + _HEIGHT
    middle = {
        room: (
            width / 2 + (at - (len(row) - 1) / 2) * (_WIDTH + _GAP),
            height - _MARGIN - rank * _ROW - _HEIGHT / 2,
        )
        for rank, row in enumerate(ranked)
        for at, room in enumerate(row)
    }
    lines = [_arrow(middle[room], middle[to]) for room in LOCKSTEP for to in arrows(room)]
    boxes = [_box(room, *middle[room]) for room in LOCKSTEP]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}">',
            "<title>The rooms of py/lockstep: who imports whom</title>",
            f"<style>\n{_STYLE}\n</style>",
            *lines,
            *boxes,
            "</svg>\n",
        ]
    )


def _arrow(start: tuple[float, float], end: tuple[float, float]) -> str:
    (x, y), (to_x, to_y) = (start[0], start[1] + _HEIGHT / 2), (end[0], end[1] - _HEIGHT / 2)
    bend = (to_y - y) / 2
    return (
        f'<path d="M{x:g} {y:g} C{x:g} {y + bend:g} {to_x:g} {to_y - bend:g} {to_x:g} {to_y:g}'
        f' m-4 -7 l4 7 l4 -7"/>'
    )


def _box(room: str, x: float, y: float) -> str:
    name = escape(_SHOWN.get(room, room))
    corner = f'x="{x - _WIDTH / 2:g}" y="{y - _HEIGHT / 2:g}"'
    return (
        f'<rect {corner} width="{_WIDTH}" height="{_HEIGHT}"/>'
        f'<text x="{x:g}" y="{y + 4.5:g}">{name}</text>'
    )

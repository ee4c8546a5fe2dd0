"""oEmbed (https://oembed.com) as files: what a host that knows it puts in place of a link."""

from __future__ import annotations

import html
import json
from pathlib import Path
from typing import Any

from lockstep.catalogue import Entry
from lockstep.embedding import room

from . import cards, prose
from .record import Recording

FOLDER = "oembed"


def write_oembed(
    dist: Path, recordings: list[Recording], drawn: dict[str, dict[str, str]], url: str
) -> None:
    """Write `oembed/NAME.json` for every lesson that has a page; none without an address."""
    if not url:
        return
    (dist / FOLDER).mkdir()
    for each in recordings:
        if each.listed:
            picture = cards.height_of(drawn[each.name]["timeline"])
            text = json.dumps(answer(each.scenario, picture, url), indent=1)
            (dist / FOLDER / f"{each.name}.json").write_text(f"{text}\n", encoding="utf-8")


def answer(scenario: Entry, picture: int, url: str) -> dict[str, Any]:
    """Return what oEmbed 1.0 calls a rich response; `picture` is the timeline's height in px."""
    name, title = scenario["name"], prose.plain(scenario["title"])
    height = room.height("all", picture)
    frame = (
        f'<iframe src="{html.escape(url)}embed/v1/?scenario={name}" '
        f'title="Lockstep: {html.escape(title)}" width="100%" height="{height}" '
        f'style="border:0;height:{room.css(height)}" allow="clipboard-write"></iframe>'
    )
    return {
        "version": "1.0",
        "type": "rich",
        "title": title,
        "provider_name": "Lockstep",
        "provider_url": url,
        "html": frame,
        "width": room.WIDE,
        "height": height,
        "thumbnail_url": f"{url}{cards.FOLDER}/{name}.png",
        "thumbnail_width": cards.WIDTH,
        "thumbnail_height": cards.HEIGHT,
    }

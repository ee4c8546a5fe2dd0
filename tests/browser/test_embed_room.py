"""The room that is kept for an embed is enough, on phones, too: measured, lesson by lesson."""

from __future__ import annotations

import re

import pytest

from lockstep import catalogue
from lockstep.embedding import room

#: What each lesson needs at one width, and how high its picture is where nothing is narrow.
MEASURE = """async ([names, view, width]) => {
  const needs = {};
  const made = (name) => new Promise((resolve) => {
    const frame = document.createElement("iframe");
    frame.style.cssText = `width:${width}px;height:60px;border:0`;
    const hear = ({source, data}) => {
      if (source !== frame.contentWindow || data.type !== "ready") return;
      removeEventListener("message", hear);
      resolve(frame);
    };
    addEventListener("message", hear);
    frame.src = `embed/v1/?scenario=${name}&view=${view}`;
    document.body.replaceChildren(frame);
  });
  const picture = async (name) => {
    const page = await (await fetch(`embed/v1/?scenario=${name}`)).text();
    const {root, parts} = JSON.parse(page.match(/id="embed-parts">(.*?)<.script>/)[1]);
    const part = await (await fetch(`embed/v1/${root}${parts[name]}`)).text();
    return Number(part.match(/<svg[^>]*class="tl-lanes"[^>]*>/)[0].match(/ height="(\\d+)"/)[1]);
  };
  for (const name of names) {
    const inside = (await made(name)).contentDocument;
    await inside.fonts.ready;
    const {height} = inside.getElementById("playground").getBoundingClientRect();
    needs[name] = [Math.ceil(height), await picture(name)];
  }
  return needs;
}"""


def kept(view, picture, width):
    """What `room.css` comes to where a frame has some width."""
    wide = room.height(view, picture)
    least, at_zero, slope, most = map(float, re.findall(r"[\d.]+", room.css(wide)))
    page = width + room.MARGINS
    return min(max(least, at_zero - page * slope / 100), most)


@pytest.mark.parametrize("view", list(room.AROUND))
@pytest.mark.parametrize("width", [320, 390, 640, 896])
def test_the_room_kept_is_enough_for_every_lesson(open_page, site, view, width):
    names = [entry["name"] for entry in catalogue.load()]
    with open_page(viewport={"width": 1000, "height": 800}) as page:
        page.goto(site)
        needs = page.evaluate(MEASURE, [names, view, width])
    short = {
        name: (needed, kept(view, picture, width))
        for name, (needed, picture) in needs.items()
        if needed > kept(view, picture, width)
    }
    assert short == {}

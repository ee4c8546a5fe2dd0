"""The room that is kept for an embed is enough, on phones, too: measured, lesson by lesson."""

from __future__ import annotations

import re

import pytest

from lockstep import catalogue
from lockstep.embedding import room

pytestmark = pytest.mark.slow

#: What each lesson needs at each width, and how high its picture is where nothing is narrow.
MEASURE = """async ([names, view, widths]) => {
  const needs = [];
  const made = (name) => new Promise((resolve) => {
    const frame = document.createElement("iframe");
    frame.style.cssText = `width:${widths[0]}px;height:60px;border:0`;
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
  const settled = async (element) => {
    let [height, frames] = [0, 0];
    while (frames < 3) {
      await new Promise(element.ownerDocument.defaultView.requestAnimationFrame);
      const now = element.getBoundingClientRect().height;
      [height, frames] = [now, now === height ? frames + 1 : 0];
    }
    return Math.ceil(height);
  };
  for (const name of names) {
    const frame = await made(name);
    await frame.contentDocument.fonts.ready;
    for (const width of widths) {
      frame.style.width = `${width}px`;
      const height = await settled(frame.contentDocument.getElementById("playground"));
      needs.push([name, width, height, await picture(name)]);
    }
  }
  return needs;
}"""

WIDTHS = [320, room.NARROW - 2, 390, 640, 896]


def kept(view, picture, width):
    """What `room.css` comes to where a frame has some width."""
    wide = room.height(view, picture)
    least, at_zero, slope, most = map(float, re.findall(r"[\d.]+", room.css(wide)))
    page = width + room.MARGINS
    return min(max(least, at_zero - page * slope / 100), most)


@pytest.mark.parametrize("view", list(room.AROUND))
def test_the_room_kept_is_enough_for_every_lesson(open_page, site, view):
    names = [entry["name"] for entry in catalogue.load()]
    with open_page(viewport={"width": 1000, "height": 800}) as page:
        page.goto(site + "404.html")  # which has no playground of its own to wake
        needs = page.evaluate(MEASURE, [names, view, WIDTHS])
    short = [
        (name, width, needed, kept(view, picture, width))
        for name, width, needed, picture in needs
        if needed > kept(view, picture, width)
    ]
    assert short == []

"""What a link to a lesson becomes elsewhere: a picture, and an embed by oEmbed."""

from __future__ import annotations

import json
import re
import struct

import pytest

from lockstep import catalogue
from lockstep.embedding import room
from sitebuild import cards, oembed, render
from sitebuild.address import VARIABLE, site_url
from sitebuild.node import BuildError, Node
from sitebuild.record import Recording
from tests.build.doors import ROOT

SITE = "https://owner.test/lockstep/"
TIMELINE = (
    '<svg viewBox="0 0 60 90" height="90" width="60" class="tl-labels">'
    '<text class="tl-label" x="2" y="40">ATM-A</text></svg>'
    '<svg viewBox="0 0 500 90" height="90" width="500" class="tl-lanes">'
    '<g class="tl-block tl-wrong"><rect class="tl-body" width="90" height="24"/></g></svg>'
)


@pytest.fixture
def recording():
    verdict = {"tone": "wrong", "headline": "Two deposits < three.", "text": ""}
    trace = json.dumps({"verdict": verdict})
    return Recording(catalogue.get("unlocked"), trace, None, None, None)


@pytest.mark.parametrize("given", ["https://owner.test/lockstep", SITE, f" {SITE} "])
def test_an_address_ends_with_a_slash_and_may_come_from_the_environment(monkeypatch, given):
    assert site_url(given) == SITE
    monkeypatch.setenv(VARIABLE, given)
    assert site_url() == SITE


def test_without_an_address_there_is_none(monkeypatch):
    monkeypatch.delenv(VARIABLE, raising=False)
    assert site_url() == ""


@pytest.mark.parametrize("wrong", ["owner.test", "ftp://owner.test/", "https://x.test/?a=b"])
def test_what_is_no_address_is_refused_in_words(wrong):
    with pytest.raises(BuildError, match="is no address of a site: give one like https://"):
        site_url(wrong)


def test_a_link_becomes_the_embed_with_its_room():
    reported = oembed.answer(catalogue.get("unlocked"), 222, SITE)
    assert (reported["version"], reported["type"], reported["title"]) == (
        "1.0",
        "rich",
        "Three ATMs, no lock",
    )
    assert (reported["width"], reported["height"]) == (640, room.height("all", 222))
    assert f'src="{SITE}embed/v1/?scenario=unlocked"' in reported["html"]
    assert reported["thumbnail_url"] == f"{SITE}cards/unlocked.png"


@pytest.mark.parametrize(
    ("url", "root", "page"),
    [(SITE, "./", SITE), (SITE, "../../", f"{SITE}scenarios/unlocked/"), ("", "./", None)],
)
def test_a_page_names_picture_and_embed_where_its_address_is_known(recording, url, root, page):
    template = render._environment(Node(ROOT)).get_template("_sharing.html")
    head = template.render(
        scenario=recording.scenario, trace=recording.trace, site_url=url, root=root, card=cards
    )
    assert '<meta property="og:title" content="Three ATMs, no lock">' in head
    found = re.search(r'"og:url" content="([^"]*)"', head)
    assert (found and found[1]) == page
    assert (f'href="{SITE}oembed/unlocked.json"' in head) == bool(url)
    assert (f'"og:image" content="{SITE}cards/unlocked.png"' in head) == bool(url)


def test_a_card_holds_title_ending_and_timeline_in_plain_colours(recording):
    tokens = (ROOT / "site/styles/tokens.css").read_text(encoding="utf-8")
    colours = cards._colours(tokens)
    svg = cards.card(recording, TIMELINE, cards._style(ROOT / "site/styles", colours), colours)
    for part in ("Three ATMs, no lock", "Two deposits &lt; three.", "ATM-A", colours["--wrong"]):
        assert part in svg
    assert not re.search(r"var\(|light-dark\(|@media", svg)


def test_cards_are_png_of_1200_by_630_with_the_same_bytes_every_time(recording, tmp_path):
    drawn = {"unlocked": {"timeline": TIMELINE}}
    made = []
    for turn in ("first", "second"):
        dist, cache = tmp_path / turn, tmp_path / f"{turn}-cache"
        dist.mkdir()
        cards.write_cards(Node(ROOT), dist, [recording], drawn, cache)
        made.append((dist / "cards/unlocked.png").read_bytes())
    assert made[0] == made[1]
    assert struct.unpack(">II", made[0][16:24]) == (1200, 630)

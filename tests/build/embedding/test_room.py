"""The room of an embed: one table, read by Python and JavaScript."""

import json
import subprocess

import pytest

from lockstep.embedding import room
from lockstep.embedding.options import BY_NAME
from tests.build.doors import ROOT


def javascript(expression):
    script = (
        "import * as room from './site/js/embed/room.js';"
        f"console.log(JSON.stringify({expression}));"
    )
    command = ["node", "--input-type=module", "-e", script]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def test_every_view_has_a_height_and_both_languages_know_the_same():
    views = BY_NAME["view"].choices
    reported = javascript(
        f"{json.dumps(views)}.map((view) => room.roomFor(room.defaultHeight(view)))"
    )
    assert reported == [room.css(room.height(view)) for view in views]


def test_a_narrow_page_keeps_more():
    assert room.css(600) == "clamp(600px,944px - 50vw,744px)"
    assert javascript("room.roomFor(600)") == room.css(600)


@pytest.mark.parametrize(("width", "wide"), [(900, 744), (640, 744), (480, 664), (200, 600)])
def test_what_a_narrow_frame_needs_is_told_as_what_a_wide_one_does(width, wide):
    assert javascript(f"room.asWide(744, {width})") == wide


def test_a_picture_has_its_own_height_and_code_has_none():
    assert room.height("all", 400) - room.height("all", 300) == 100
    assert room.height("code", 400) == room.height("code")


def test_the_readme_pastes_the_room_that_the_site_offers():
    offered = f"min-height:{room.css(room.height('all'))}"
    assert offered in (ROOT / "README.md").read_text(encoding="utf-8")

"""Every kind of page looks as it did when it was last looked at."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PIL import Image

from sitebuild import pictures
from tests.browser.conftest import ROOT

pytestmark = pytest.mark.slow

KEPT = ROOT / pictures.FOLDER
LARGEST = 6_000_000  # bytes, of all pictures together


@pytest.fixture(scope="module")
def shots(open_page, site):
    """Take the pictures of a kind at a width, as `pictures.shots` does, on a page that is lent."""

    def taken(kind, width):
        with open_page(**pictures.settings(width)) as page:
            yield from pictures.shots(page, site, kind, width)

    return taken


@pytest.mark.parametrize("width", pictures.WIDTHS)
@pytest.mark.parametrize("kind", pictures.KINDS, ids=lambda kind: kind.name)
def test_a_page_looks_as_it_did(shots, tmp_path, kind, width):
    changed = []
    for shot, fresh in shots(kind, width):
        kept = Image.open(KEPT / shot.file)
        share = pictures.difference(kept, fresh)
        if share > pictures.TOLERANCE:
            both = tmp_path / shot.file
            pictures.beside(kept, fresh).save(both)
            changed.append(f"{shot.file}: {share:.2%} differs; both pictures are in {both}")
    assert not changed, "\n".join(
        [*changed, "Meant? Then look at both, and renew them: python3 build.py pictures"]
    )


#: One thing goes wrong at a time, as a careless change would have it.
BREAKS = {
    "the marks of the lanes are gone": ".tl-block { visibility: hidden }",
    "a loss is drawn like anything else": ":root { --wrong: var(--run) !important }",
    "the numbers are small": ".balances dd { font-size: 16px !important }",
    "the controls are pushed down": "#controls { margin-top: 24px }",
    "the code is pale": "#editor { opacity: 0.3 }",
    "dark is light": ":root { color-scheme: light !important }",
}


@pytest.fixture(scope="module")
def sound(shots):
    """Pictures of a page, in both themes, on which nothing is broken."""
    home = next(kind for kind in pictures.KINDS if kind.name == "home")
    return [picture for _, picture in shots(home, 1280)]


@pytest.mark.parametrize("css", BREAKS.values(), ids=BREAKS.keys())
def test_a_break_is_seen(shots, sound, css):
    broken = pictures.Kind("home", "", lambda page: page.add_style_tag(content=css))
    seen = [
        pictures.difference(whole, other) > pictures.TOLERANCE
        for whole, (_, other) in zip(sound, shots(broken, 1280), strict=True)
    ]
    assert any(seen)


def test_where_nothing_is_broken_nothing_is_seen(shots, sound):
    home = next(kind for kind in pictures.KINDS if kind.name == "home")
    for one, (_, other) in zip(sound, shots(home, 1280), strict=True):
        assert pictures.difference(one, other) <= pictures.TOLERANCE


#: Letters placed to fractions of a pixel, as other machines do.
PLACED = "body { text-rendering: geometricPrecision }"


def test_letters_drawn_a_little_differently_are_no_change(shots):
    lesson = next(kind for kind in pictures.KINDS if kind.name == "lesson")
    shifted = replace(lesson, prepare=lambda page: page.add_style_tag(content=PLACED))
    for (_, one), (_, other) in zip(
        shots(lesson, 1280),
        shots(shifted, 1280),
        strict=True,
    ):
        assert pictures.difference(one, other) <= pictures.TOLERANCE


def test_without_the_fonts_it_is_said_what_is_missing(shots, monkeypatch):
    monkeypatch.setattr(pictures, "SANS", "No Such Font")
    with pytest.raises(pictures.PictureError, match="no font No Such Font.*apt-get install"):
        next(shots(pictures.KINDS[-1], 390))


def test_no_more_and_no_fewer_are_kept_than_are_taken_and_they_are_small():
    names = {
        pictures.Shot(kind.name, width, theme).file
        for kind in pictures.KINDS
        for width in pictures.WIDTHS
        for theme in pictures.THEMES
    }
    files = list(KEPT.glob("*.png"))
    assert {file.name for file in files} == names
    assert sum(file.stat().st_size for file in files) < LARGEST

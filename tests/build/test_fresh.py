"""A build that would change nothing is not done again; any other is."""

from __future__ import annotations

import pytest

from sitebuild import fresh

URL = "https://example.org/"


@pytest.fixture
def tree(tmp_path):
    """Sources, and a dist/ that has been built from them."""
    root = tmp_path / "tree"
    for name in ("py/engine.py", "site/js/page.js", "package.json", "dist/index.html"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(name)
    fresh.note(root, root / "cache", root / "dist", fresh.digest(root, URL))
    return root


def is_fresh(root, url=URL):
    return fresh.is_fresh(root, root / "cache", root / "dist", fresh.digest(root, url))


def test_where_nothing_has_changed_there_is_nothing_to_do(tree):
    assert is_fresh(tree)


@pytest.mark.parametrize("name", ["py/engine.py", "site/js/page.js", "package.json"])
def test_a_source_that_holds_something_else_is_seen_though_its_size_is_the_same(tree, name):
    (tree / name).write_text((tree / name).read_text().swapcase())
    assert not is_fresh(tree)


def test_a_source_that_comes_goes_or_is_renamed_is_seen(tree):
    added = tree / "site/js/more.js"
    added.write_text("")
    assert not is_fresh(tree)
    added.unlink()
    assert is_fresh(tree)
    (tree / "py/engine.py").rename(tree / "py/motor.py")
    assert not is_fresh(tree)


def test_another_address_of_the_site_is_another_build(tree):
    assert not is_fresh(tree, "https://example.com/")


def test_a_site_that_is_gone_or_has_been_touched_is_built_again(tree):
    page = tree / "dist/index.html"
    page.write_text("dist/INDEX.html")
    assert not is_fresh(tree)
    page.unlink()
    assert not is_fresh(tree)
    page.parent.rmdir()
    assert not is_fresh(tree)


def test_a_note_that_cannot_be_read_is_none(tree):
    (tree / "cache/built.json").write_text("{")
    assert not is_fresh(tree)


def test_what_the_build_writes_among_the_sources_is_no_source_and_must_be_there(tree):
    made = tree / fresh.MADE[0]
    made.parent.mkdir(parents=True)
    made.write_text("drawn")
    fresh.note(tree, tree / "cache", tree / "dist", fresh.digest(tree, URL))
    made.write_text("drawn anew")
    assert is_fresh(tree)
    made.unlink()
    assert not is_fresh(tree)

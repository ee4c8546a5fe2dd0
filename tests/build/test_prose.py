"""The marks of a lesson's text."""

from pathlib import Path

import pytest

from sitebuild import prose

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("plain", "plain"),
        ("`a < b` and *this*", "<code>a &lt; b</code> and <em>this</em>"),
        ("`ATMS * AMOUNT * 2` is code", "<code>ATMS * AMOUNT * 2</code> is code"),
        ("2 * 3 * 4 is arithmetic", "2 * 3 * 4 is arithmetic"),
        ("<b>", "&lt;b&gt;"),
    ],
)
def test_code_and_emphasis_become_elements_and_the_rest_is_escaped(text, html):
    assert prose.prose(text) == html


def test_a_title_has_no_marks():
    assert prose.plain("`async with` is *the* form") == "async with is the form"


def test_the_first_sentence_ends_where_a_space_follows():
    assert prose.first_sentence("`lock.locked()` waits 0.1 s. Then?") == (
        "`lock.locked()` waits 0.1 s."
    )


def test_a_text_without_a_full_stop_is_its_own_first_sentence():
    assert prose.first_sentence("no end") == "no end"


def test_the_page_writes_the_apostrophe_that_the_engine_writes():
    """Labels such as `ATM-B's timeout` come from a run, and stand in the sentences of the page."""
    read = [*(ROOT / "site/js").rglob("*.js"), *(ROOT / "site/templates").rglob("*.*")]
    other = "\N{RIGHT SINGLE QUOTATION MARK}s"
    assert [path.name for path in read if other in path.read_text("utf-8")] == []

"""The marks of a lesson's text."""

import pytest

from sitebuild import prose


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

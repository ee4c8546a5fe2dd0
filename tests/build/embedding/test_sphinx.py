"""The Sphinx directive: drawn when the docs are built, and a false claim is a warning."""

from __future__ import annotations

import json
import subprocess
import sys
import textwrap

import pytest

from tests.build.doors import ROOT
from tests.build.embedding.programs import COUNTER


@pytest.fixture
def sphinx(tmp_path):
    """Build one page; return its HTML, or that of another builder, and what was warned."""

    def build(page, *options, builder="html"):
        source, out = tmp_path / "docs", tmp_path / "out"
        source.mkdir(exist_ok=True)
        (source / "conf.py").write_text("extensions = ['lockstep.sphinx']\nproject = 'x'\n")
        (source / "index.rst").write_text(f"Title\n=====\n\n{page}")
        command = [sys.executable, "-m", "sphinx", "-q", "-b", builder, *options, source, out]
        done = subprocess.run(
            command, capture_output=True, text=True, env=_environment(), check=False
        )
        name = "index.html" if builder == "html" else "index.txt"
        made = out / name
        return made.read_text() if made.exists() else "", done.stderr, done.returncode

    return build


def _environment():
    import os

    return os.environ | {"PYTHONPATH": str(ROOT / "py")}


def directive(argument="", code="", **options):
    lines = [f".. lockstep:: {argument}".rstrip()]
    lines += [f"   :{name.replace('_', '-')}: {value}".rstrip() for name, value in options.items()]
    return "\n".join([*lines, "", textwrap.indent(code, "   "), ""])


def test_a_lesson_is_drawn_in_the_page_itself(sphinx):
    html, warned, code = sphinx(directive("unlocked"))
    assert (warned, code) == ("", 0)
    assert (
        '<lockstep-playground class="lockstep" scenario="unlocked" '
        'style="--lockstep-room:clamp(732px,1076px - 50vw,876px)">'
    ) in html
    assert 'class="tl-lanes"' in html
    assert "Two deposits were lost." in html


def test_code_of_the_author_is_drawn_and_listed(sphinx):
    html, warned, _ = sphinx(directive(code=COUNTER, outcomes="1 | 2", findings="lost-update"))
    assert warned == ""
    assert 'class="tl-lanes"' in html
    assert "<lockstep-playground" in html
    assert "asyncio" in html.split("</figure>")[1]


def test_a_page_needs_no_script_and_gets_one_only_where_a_site_is_named(sphinx):
    plain, *_ = sphinx(directive("unlocked"))
    named, *_ = sphinx(directive("unlocked"), "-D", "lockstep_site=https://x.test/lockstep/")
    script = 'src="https://x.test/lockstep/embed/v1/lockstep.js'
    assert ("lockstep.js" in plain, script in named) == (False, True)


def test_a_false_claim_is_a_warning_with_file_line_claim_finding_and_schedule(sphinx):
    page = directive(code=COUNTER, outcomes="2")
    _, warned, code = sphinx(page)
    assert code == 0
    assert (
        "index.rst:4: WARNING: the claim 'outcomes: 2' is untrue: it can also end as 1 " in warned
    )
    assert "(shortest schedule: written) [lockstep.claim]" in warned
    assert sphinx(page, "-W", "--fresh-env")[2] != 0
    assert sphinx(page, "-D", "suppress_warnings=lockstep.claim", "--fresh-env")[1] == ""


def test_what_was_explored_is_kept_beside_the_doctrees(sphinx, tmp_path, monkeypatch):
    monkeypatch.delenv("LOCKSTEP_CACHE")
    page = directive(code=COUNTER, outcomes="1 | 2")
    assert sphinx(page)[1] == ""
    [kept] = [
        file
        for file in (tmp_path / "out/.doctrees/lockstep").iterdir()
        if not file.stem.endswith("-drawn")
    ]
    content = json.loads(kept.read_text())
    content["exploration"]["outcomes"] = []  # a mark that only what is kept can leave
    kept.write_text(json.dumps(content))
    assert "no order ends as 1 or 2" in sphinx(page, "--fresh-env")[1]


def test_a_claim_that_a_bound_left_undecided_is_a_warning_that_says_so(sphinx):
    endless = (
        "import asyncio\nasync def main():\n    while True:\n        await asyncio.sleep(1)\n"
        "asyncio.run(main())\n"
    )
    _, warned, _ = sphinx(directive(code=endless, outcomes="limit"))
    assert "index.rst:4: WARNING: the claim 'outcomes: limit' could not be decided: " in warned
    assert "[lockstep.claim]" in warned


def test_a_program_that_cannot_run_warns_and_keeps_its_listing(sphinx):
    html, warned, _ = sphinx(directive(code="def broken(:"))
    assert "index.rst:4: WARNING: program.py:1: SyntaxError" in warned
    assert "<lockstep-playground" not in html
    assert "broken" in html


def test_an_unknown_value_is_answered_in_words_in_log_and_page(sphinx):
    html, warned, _ = sphinx(directive("unlocked", view="sideways"))
    words = "is none of all, picture or code"
    assert (words in warned, words in html) == (True, True)


def test_other_builders_get_a_listing(sphinx):
    text, warned, _ = sphinx(directive(code=COUNTER), builder="text")
    assert (warned, "value = total" in text, "<" in text) == ("", True, False)

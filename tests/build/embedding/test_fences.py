"""The Markdown fence, through the SuperFences that MkDocs uses."""

from __future__ import annotations

import json
import logging
import re
from html import unescape

import markdown
import pytest
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from pymdownx.superfences import SuperFencesException

from lockstep import fences
from tests.build.embedding.programs import COUNTER

FENCE = {
    "name": "lockstep",
    "class": "lockstep",
    "format": fences.format,
    "validator": fences.validate,
}


@pytest.fixture
def convert(caplog):
    """Markdown to HTML; with what was warned of."""

    def converted(text, **other):
        fence = {key: value for key, value in {**FENCE, **other}.items() if value}
        converter = markdown.Markdown(
            extensions=["pymdownx.superfences", "attr_list"],
            extension_configs={"pymdownx.superfences": {"custom_fences": [fence]}},
        )
        caplog.clear()
        with caplog.at_level(logging.WARNING):
            html = converter.convert(text)
        return html, [record.getMessage() for record in caplog.records]

    return converted


def test_a_fence_with_code_is_drawn(convert):
    html, warned = convert(f"```lockstep\n{COUNTER}```")
    assert warned == []
    assert 'class="tl-lanes"' in html
    assert "<p><" not in html


def test_a_fence_can_name_a_lesson(convert):
    html, warned = convert('```lockstep scenario="async-with" view="picture"\n```')
    assert warned == []
    assert '<lockstep-playground class="lockstep" scenario="async-with" view="picture" ' in html
    assert "Nothing was lost." in html


def test_two_fences_of_a_page_share_no_id(convert):
    html, _ = convert(f"```lockstep\n{COUNTER}```\n\n```lockstep\n{COUNTER}pass\n```")
    ids = [part.split('"')[0] for part in html.split(' id="')[1:]]
    assert ids
    assert len(ids) == len(set(ids))


def test_a_false_claim_and_a_program_that_cannot_run_are_warnings(convert):
    _, untrue = convert(f'```lockstep outcomes="2"\n{COUNTER}```')
    assert untrue == [
        "lockstep: the claim 'outcomes: 2' is untrue: it can also end as 1 "
        "(shortest schedule: written)"
    ]
    html, broken = convert("```lockstep\ndef broken(:\n```")
    assert broken == ["lockstep: program.py:1: SyntaxError: invalid syntax"]
    assert "broken" in html
    assert "<lockstep-playground" not in html


def test_a_program_that_fails_without_saying_so_and_a_misspelt_claim_are_warnings(convert):
    _, failing = convert("```lockstep\nraise ValueError('no')\n```")
    assert failing == ["lockstep: the program fails: ValueError('no')"]
    _, misspelt = convert(f'```lockstep outcome="2"\n{COUNTER}```')
    assert misspelt == ["lockstep: 'outcome' states nothing; did you mean 'outcomes'?"]


def test_under_mkdocs_a_false_claim_is_told_with_file_and_line(tmp_path, caplog):
    page = f'# Title\n\n```lockstep outcomes="2"\n{COUNTER}```\n'
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/index.md").write_text(page)
    (tmp_path / "theme").mkdir()
    (tmp_path / "theme/main.html").write_text("{{ page.content }}")
    mkdocs_build(load_config(config_file=str(_config(tmp_path))))
    assert [each.getMessage() for each in caplog.records if each.name == "mkdocs.lockstep"] == [
        "index.md:3: lockstep: the claim 'outcomes: 2' is untrue: it can also end as 1 "
        "(shortest schedule: written)"
    ]


def _config(folder):
    file = folder / "mkdocs.yml"
    file.write_text(
        "site_name: x\nplugins: []\ntheme: {name: null, custom_dir: theme}\n"
        "markdown_extensions:\n  - pymdownx.superfences:\n"
        "      custom_fences:\n        - name: lockstep\n          class: lockstep\n"
        "          format: !!python/name:lockstep.fences.format\n"
        "          validator: !!python/name:lockstep.fences.validate\n"
    )
    return file


def test_the_strict_formatter_ends_the_build_where_the_other_warns(convert):
    with pytest.raises(SuperFencesException, match="the claim 'outcomes: 2' is untrue"):
        convert(f'```lockstep outcomes="2"\n{COUNTER}```', format=fences.strict)
    html, warned = convert(f'```lockstep outcomes="1 | 2"\n{COUNTER}```', format=fences.strict)
    assert (warned, 'class="tl-lanes"' in html) == ([], True)


def test_the_recorded_run_is_handed_on_whatever_its_text(convert):
    hostile = COUNTER + 'print("</script><!-- <script> & \U0001f40d")\n'
    html, _ = convert(f"```lockstep\n\n{hostile}\n\n```")
    start = '<template data-lockstep="recording">'
    reported = json.loads(unescape(html.split(start)[1].split("</template>")[0]))
    listing = html.split("<code class")[1].split("</code>")[0].split(">", 1)[1]
    assert reported["trace"]["source"] == hostile
    assert unescape(re.sub("<[^>]*>", "", listing)) == hostile
    assert reported["exploration"]["complete"] is True


def test_a_lesson_s_run_is_the_site_s_own(convert):
    html, _ = convert('```lockstep scenario="async-with"\n```')
    assert "data-lockstep" not in html


def test_the_formatter_alone_draws_as_well(convert):
    html, warned = convert(f"```lockstep\n{COUNTER}```", validator=None)
    assert (warned, 'class="tl-lanes"' in html) == ([], True)

"""Every option in directive, fence and `check`: what it can be is taken, what it cannot is told."""

from __future__ import annotations

import json
import logging
import os
import re
import subprocess
import sys
import textwrap

import markdown
import pytest

from lockstep import fences
from lockstep.embedding.options import BY_NAME, FLAG, fault
from tests.build.doors import ROOT
from tests.build.embedding.tried import BY_OPTION, OWN, TRIED, UNKNOWN


def directive(options):
    """As reStructuredText writes it: code is the content, a lesson the argument."""
    values = dict(options)
    scenario, code = values.pop("scenario", ""), values.pop("code", "")
    given = [f"   :{name}: {value}".rstrip() for name, value in values.items()]
    lines = [f".. lockstep:: {scenario}".rstrip(), *given, "", textwrap.indent(code, "   "), ""]
    return "\n".join(lines)


def fence(options):
    """As SuperFences writes it, which knows no ``-`` in a name."""
    values = dict(options)
    code = values.pop("code", "")
    given = "".join(f' {name.replace("-", "_")}="{value}"' for name, value in values.items())
    return f"```lockstep{given}\n{code}```\n"


def with_values(kind):
    """By option: all that an embed is given that has its right or its wrong value."""
    return {tried.name: {**tried.beside, tried.name: getattr(tried, kind)} for tried in TRIED} | {
        UNKNOWN[0]: {"scenario": "unlocked", UNKNOWN[0]: UNKNOWN[1]}
    }


@pytest.fixture(scope="module")
def sphinx(tmp_path_factory):
    """Build a page of blocks; return its HTML, and the warnings by the option that they are of."""

    def built(blocks):
        source, out = tmp_path_factory.mktemp("docs"), tmp_path_factory.mktemp("out")
        (source / "conf.py").write_text("extensions = ['lockstep.sphinx']\nproject = 'x'\n")
        text, place = "Title\n=====\n\n", {}
        for name, block in blocks.items():
            place[text.count("\n") + 1] = name
            text += f"{block}\n"
        (source / "index.rst").write_text(text)
        done = subprocess.run(
            [sys.executable, "-m", "sphinx", "-q", "--no-color", "-b", "html", source, out],
            capture_output=True,
            text=True,
            env=os.environ | {"PYTHONPATH": str(ROOT / "py")},
            check=True,
        )
        wording = re.findall(r"index.rst:(\d+): WARNING: (.*)", done.stderr)
        assert len(wording) == done.stderr.count("WARNING") + done.stderr.count("ERROR"), (
            done.stderr
        )
        reported = {}
        for line, words in wording:
            reported.setdefault(place[int(line)], []).append(words)
        return (out / "index.html").read_text(), reported

    return built


@pytest.fixture
def convert(caplog):
    def converted(text):
        reported = {"name": "lockstep", "class": "lockstep", "format": fences.format}
        converter = markdown.Markdown(
            extensions=["pymdownx.superfences", "attr_list"],
            extension_configs={
                "pymdownx.superfences": {
                    "custom_fences": [{**reported, "validator": fences.validate}]
                }
            },
        )
        caplog.clear()
        with caplog.at_level(logging.WARNING):
            html = converter.convert(text)
        return html, [record.getMessage() for record in caplog.records]

    return converted


def words_of(name):
    """A block without any content has no code that could be told."""
    return "there is nothing to show" if name == "code" else BY_OPTION[name].words


def drawn(html):
    return html.count('class="tl-lanes"')


def test_a_directive_takes_every_option_and_passes_over_an_unknown_one(sphinx):
    given = with_values("right")
    html, reported = sphinx({name: directive(each) for name, each in given.items()})
    assert reported == {}
    assert drawn(html) == len(given)
    for name in BY_NAME.keys() - {"scenario", "code", "setup"}:
        value = "" if BY_NAME[name].kind == FLAG else f'="{BY_OPTION[name].right}"'
        assert f" {name}{value} " in html, name
    assert UNKNOWN[0] not in html


def test_a_directive_answers_every_wrong_value_with_file_and_line(sphinx):
    given = {name: each for name, each in with_values("wrong").items() if name in BY_OPTION}
    html, reported = sphinx({name: directive(each) for name, each in given.items()})
    assert reported.keys() == given.keys()
    for name in BY_OPTION:
        [words] = reported[name]
        assert words_of(name) in words, name
    left_out = {"scenario", "code", "setup"}  # without a program nothing can be drawn
    assert drawn(html) == len(given.keys() - left_out)


@pytest.mark.parametrize("name", list(BY_OPTION))
def test_a_fence_takes_every_option_and_answers_every_wrong_value(convert, name):
    html, reported = convert(fence(with_values("right")[name]))
    assert (reported, drawn(html)) == ([], 1)
    _, reported = convert(fence(with_values("wrong")[name]))
    [words] = reported
    assert words_of(name) in words


def test_a_fence_passes_over_what_nobody_knows_and_asks_about_what_is_misspelt(convert):
    html, reported = convert(fence(with_values("right")[UNKNOWN[0]]))
    assert (reported, drawn(html)) == ([], 1)
    _, reported = convert(fence({"scenario": "unlocked", "hieght": "300"}))
    assert reported == ["lockstep: 'hieght' sets nothing; did you mean 'height'?"]


def test_a_directive_asks_about_what_is_misspelt(sphinx):
    near = {"hieght": "300", "outcome": "100"}
    blocks = {name: directive({"scenario": "unlocked", name: near[name]}) for name in near}
    assert sphinx(blocks)[1] == {
        "hieght": ["'hieght' sets nothing; did you mean 'height'? [lockstep.option]"],
        "outcome": ["'outcome' states nothing; did you mean 'outcomes'? [lockstep.option]"],
    }


def test_an_order_of_another_program_is_told_and_the_usual_one_drawn(sphinx, convert):
    asked = {"scenario": "unlocked", "schedule": "any-3.13:0=7"}
    html, reported = sphinx({"schedule": directive(asked)})
    [words] = reported["schedule"]
    assert words.startswith("schedule any-3.13:0=7 does not fit this program: at boundary 0")
    assert (drawn(html), 'schedule="' in html) == (1, False)
    html, reported = convert(fence(asked))
    assert len(reported) == 1
    assert (drawn(html), 'schedule="' in html) == (1, False)


def test_check_answers_every_wrong_value_at_its_line(tmp_path):
    page, place = "", {}
    for name, each in with_values("wrong").items():
        place[page.count("\n") + 1] = name
        page += fence(each)
    (tmp_path / "page.md").write_text(page)
    done = subprocess.run(
        [sys.executable, "-m", "lockstep", "check", "--json", tmp_path / "page.md"],
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT / "py")},
        check=False,
    )
    faults = json.loads(done.stdout)["faults"]
    reported = {
        place[max(line for line in place if line <= each["line"])]: each["message"]
        for each in faults
    }
    unheard = {"step", UNKNOWN[0]}  # how many steps there are only a picture knows
    assert (done.returncode, reported.keys()) == (1, set(place.values()) - unheard)
    for name, words in reported.items():
        assert words_of(name) in words


def javascript(wrong):
    """What the page's own script says of each value."""
    script = (
        "import { readOptions } from './site/js/embed/options.js';"
        f"const all = {json.dumps(wrong)};"
        "const said = all.map((one) => readOptions(new URLSearchParams([one])).faults[0] ?? '');"
        "console.log(JSON.stringify(said));"
    )
    command = ["node", "--input-type=module", "-e", script]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def test_both_languages_say_the_same_of_every_value():
    values = [
        *(getattr(tried, kind) for tried in TRIED for kind in ("right", "wrong")),
        *("", " ", "0", "-1", "007", "1e2", "3.0", "٣", "1" * 12, "true", "None", "a" * 90),
        *("written", " written ", "any-3.13:0=", "any-3.13:", "any-3:0=1", "any-3.13:4=2@61000"),
        *("it's", 'say "no"', "line\nline", OWN),
    ]
    pairs = [(name, value) for name in BY_NAME for value in values]
    assert javascript(pairs) == [fault(BY_NAME[name], value) for name, value in pairs]

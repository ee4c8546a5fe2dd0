"""A link brings back what it was made of, and says in words why it cannot: as the page does."""

import base64
import json
import re
import tracemalloc
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import lockstep
from lockstep.share import format as table
from lockstep.share import fragment

LINKS = json.loads(
    (Path(__file__).parents[2] / "js" / "share" / "links.json").read_text(encoding="utf-8")
)


def named(rows):
    return [pytest.param(row, id=row["name"]) for row in rows]


@pytest.mark.parametrize("row", named(LINKS["opened"]))
def test_a_link_is_opened(row):
    moment = lockstep.open(row["link"])
    given = dict(row["moment"])
    if not given.get("widgets", True):
        del given["widgets"]  # none are set either way
    assert moment.to_dict() == given
    assert lockstep.open(f"#{fragment(moment)}") == moment


@pytest.mark.parametrize("row", named(LINKS["refused"]))
def test_a_link_is_refused_in_one_sentence(row):
    with pytest.raises(lockstep.LinkError) as refused:
        lockstep.open(row["link"])
    assert str(refused.value) == row["error"]


def _end(words):
    """What a sentence says behind what differs from link to link."""
    return words.rpartition("}")[2]


def test_every_refusal_is_among_the_links_of_both_languages():
    wording = " ".join(row["error"] for row in LINKS["refused"])
    missing = [why for why, words in table.REFUSALS.items() if _end(words) not in wording]
    assert missing == ["long", "too-much"]  # those links are long: they are made below


def test_a_link_of_5_MB_is_refused_before_it_is_unpacked():
    with pytest.raises(lockstep.LinkError, match="is 5120 kB long, more than the 64 kB that are"):
        lockstep.open("1." + "A" * 5 * 1024 * 1024)


def test_a_small_link_that_unpacks_to_40_MB_is_refused_while_it_is_unpacked():
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    bomb = packer.compress(bytes(40_000_000)) + packer.flush()
    packed = base64.urlsafe_b64encode(bomb).decode().rstrip("=")
    assert len(packed) <= table.MOST_PACKED  # so its length alone says nothing
    tracemalloc.start()
    try:
        with pytest.raises(lockstep.LinkError, match="unpacks to more than 512 kB, the most that"):
            lockstep.open(f"1.{packed}")
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 4 * table.MOST_UNPACKED


def test_no_link_is_made_that_could_not_be_opened():
    noise = "".join(f"{i * i * 7919 % 1_000_003:x}" for i in range(80_000))
    with pytest.raises(lockstep.LinkError, match=r"link of \d+ kB, more than the 64 kB that can"):
        fragment({"code": noise})
    with pytest.raises(lockstep.LinkError, match="586 kB, more than the 512 kB .* save it as a"):
        fragment({"code": "x" * 600_000})
    with pytest.raises(lockstep.LinkError, match="“step” in it is no whole number"):
        fragment({"step": -1})


def test_a_moment_says_what_to_run_and_in_which_order():
    program = "import asyncio\nasyncio.run(asyncio.sleep(1, seconds))\n"
    link = fragment({"setup": "seconds = 60", "code": program, "schedule": "written"})
    moment = lockstep.open(f"https://example.org/#{link}")
    assert moment.source == f"seconds = 60\n{program}"
    assert lockstep.run(moment.source, moment.schedule).result == "60"
    assert lockstep.open(fragment({"step": 1})).source is None


texts = st.text(st.characters(exclude_categories=["Cs"]))
short = st.text(st.characters(exclude_categories=["Cs"]), max_size=table.LONGEST_WIDGET)
counts = st.integers(0, table.HIGHEST)
KINDS = {
    table.TEXT: texts,
    table.COUNT: counts,
    table.TEXTS: st.dictionaries(short, short, min_size=1, max_size=5),
}
moments = st.fixed_dictionaries(
    {}, optional={name: KINDS[kind] for name, (kind, _) in table.MEMBERS.items()}
)


@given(moments)
def test_whatever_a_moment_says_comes_back(wording):
    assert lockstep.open(fragment(wording)).to_dict() == wording


@given(moments, st.data())
def test_a_link_that_is_cut_anywhere_is_refused(wording, data):
    whole = fragment(wording)
    end = data.draw(st.integers(0, len(whole) - 2))
    with pytest.raises(lockstep.LinkError):
        lockstep.open(whole[:end])


@given(st.text())
def test_whatever_is_opened_opens_or_is_refused_in_words(text):
    try:
        lockstep.open(text)
    except lockstep.LinkError as error:
        assert str(error)


def test_the_description_of_the_format_has_every_member_as_the_table_does():
    text = (Path(__file__).parents[3] / "docs" / "link-format.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `(\w+)` \| .+ \| (.+) \|$", text, re.MULTILINE))
    meanings = {
        name: meaning.replace("none: ", "missing: ") for name, (_, meaning) in table.MEMBERS.items()
    }
    assert rows == meanings
    example = re.search(r"https://YOUR-SITE/scenarios/\S+", text)[0]
    assert lockstep.open(example).to_dict() == {"code": "print(1)", "step": 2}

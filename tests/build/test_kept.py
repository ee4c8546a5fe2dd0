"""What a build keeps for the next one is what it would make anew, and never of other makers."""

import json
import shutil
from pathlib import Path

import pytest

from sitebuild.kept import Kept, digest_of
from sitebuild.node import BuildError, Node
from tests.build.doors import ROOT

#: Answers each name with what it was asked, and notes in a file that it was asked at all.
ANSWERING = """
import { appendFileSync, readFileSync } from "node:fs";
const asked = JSON.parse(readFileSync(0, "utf8"));
appendFileSync("asked.txt", Object.keys(asked).join(" ") + "\\n");
process.stdout.write(JSON.stringify(asked));
"""


def test_a_text_is_made_once_for_what_it_is_made_from(tmp_path):
    made = []

    def make():
        made.append("x")
        return f"text {len(made)}"

    for _ in range(2):
        assert Kept(tmp_path / "texts", "one").text(["a", 1], make) == "text 1"
    assert Kept(tmp_path / "texts", "one").text(["a", 2], make) == "text 2"


def test_texts_of_another_maker_are_neither_found_nor_left(tmp_path):
    Kept(tmp_path / "texts", "one").text("a", lambda: "old")
    assert Kept(tmp_path / "texts", "two").text("a", lambda: "new") == "new"
    assert [path.name for path in (tmp_path / "texts").iterdir()] == ["two"]


def test_only_those_missing_of_several_are_made(tmp_path):
    kept = Kept(tmp_path / "texts", "one")
    kept.text({"of": "b"}, lambda: "B")
    asked = []

    def make(names):
        asked.extend(names)
        return {name: name.upper() for name in names}

    found = kept.texts({name: {"of": name} for name in "abc"}, make)
    assert (found, asked) == ({"a": "A", "b": "B", "c": "C"}, ["a", "c"])


def test_a_file_is_written_once_whole_and_with_its_ending(tmp_path):
    kept = Kept(tmp_path / "texts", "one")
    first = kept.file("a", ".mjs", lambda: "text")
    assert kept.file("a", ".mjs", lambda: "other") == first
    assert (first.read_text(), first.suffix) == ("text", ".mjs")
    assert list(first.parent.iterdir()) == [first]


def test_files_are_named_by_what_they_hold_and_by_what_decides_beside_them(tmp_path):
    file = tmp_path / "a.js"
    file.write_text("1")
    first = digest_of([file], "3.12")
    assert digest_of([file], "3.12") == first
    assert digest_of([file], "3.13") != first
    file.write_text("2")
    assert digest_of([file], "3.12") != first


@pytest.fixture
def site(tmp_path):
    """A root with a script of its own."""
    script = tmp_path / "site/answering.mjs"
    script.parent.mkdir()
    script.write_text(ANSWERING)
    shutil.copy(ROOT / "package-lock.json", tmp_path)
    (tmp_path / "node_modules").symlink_to(ROOT / "node_modules")
    (tmp_path / "site/style.css").write_text("a {}")
    return tmp_path


def asked_of(root: Path) -> list[str]:
    return (root / "asked.txt").read_text().splitlines()


def test_a_script_is_asked_only_for_what_it_has_not_answered_before(site):
    def ask(**things):
        node = Node(site, site / "cache")
        return node.answers("site/answering.mjs", things, what="asking")

    assert ask(a=1, b=[2]) == {"a": 1, "b": [2]}
    assert ask(a=1, b=[3]) == {"a": 1, "b": [3]}
    assert ask(a=1, b=[2]) == {"a": 1, "b": [2]}
    assert asked_of(site) == ["a b", "b"]


@pytest.mark.parametrize("changed", ["site/answering.mjs", "site/style.css", "package-lock.json"])
def test_a_script_is_asked_anew_when_a_source_has_changed(site, changed):
    def ask():
        return Node(site, site / "cache").printed("site/answering.mjs", stdin='{"a":1}', what="it")

    ask()
    ask()
    assert asked_of(site) == ["a"]
    with (site / changed).open("a") as file:
        file.write("\n")
    assert json.loads(ask()) == {"a": 1}
    assert asked_of(site) == ["a", "a"]


def test_without_a_cache_nothing_is_kept(site):
    for _ in range(2):
        assert Node(site).answers("site/answering.mjs", {"a": 1}, what="asking") == {"a": 1}
    assert asked_of(site) == ["a", "a"]


def test_a_script_that_fails_is_named_and_leaves_nothing(site):
    node = Node(site, site / "cache")
    for _ in range(2):
        with pytest.raises(BuildError, match=r"^asking \(site/answering.mjs\) failed \(exit code"):
            node.run("site/answering.mjs", stdin="no JSON", what="asking (site/answering.mjs)")
        with pytest.raises(BuildError, match="asking failed"):
            node.printed("site/answering.mjs", stdin="no JSON", what="asking")

"""What the guides name is there: files, folders, commands, links."""

import fnmatch
import json
import re

import pytest

from sitebuild import cli
from tests.build.doors import ROOT

GUIDES = ["README.md", "CONTRIBUTING.md", *(f"docs/{p.name}" for p in (ROOT / "docs").glob("*.md"))]

_LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)")
_CODE = re.compile(r"`([\w./*-]+)`")
_COMMAND = re.compile(r"build\.py ([a-z][a-z-]*)")
#: How the catalogue and the directives ask for a field of a docstring.
_FIELD = re.compile(r'(?:get\(|fields\[|fields, )"([A-Z][\w-]+)"')
_TOPS = ("py/", "site/", "tests/", "docs/")


def text(guide: str) -> str:
    return (ROOT / guide).read_text(encoding="utf-8")


@pytest.mark.parametrize("guide", GUIDES)
def test_every_link_of_a_guide_leads_to_a_file(guide):
    folder = (ROOT / guide).parent
    broken = [to for to in _LINK.findall(text(guide)) if not (folder / to).exists()]
    assert broken == []


@pytest.mark.parametrize("guide", GUIDES)
def test_every_path_that_a_guide_names_exists(guide):
    named = [name for name in _CODE.findall(text(guide)) if name.startswith(_TOPS)]
    gone = [name for name in named if "my_lesson" not in name and not any(ROOT.glob(name))]
    assert gone == []


@pytest.mark.parametrize("guide", ["CONTRIBUTING.md", "docs/architecture.md"])
def test_every_path_inside_the_engine_that_a_guide_names_exists(guide):
    engine = ROOT / "py" / "lockstep"
    rooms = {path.name for path in engine.iterdir() if path.is_dir()}
    named = [name for name in _CODE.findall(text(guide)) if name.split("/")[0] in rooms]
    assert named
    assert [name for name in named if not (engine / name).exists()] == []


@pytest.mark.parametrize("guide", GUIDES)
def test_every_command_of_the_build_that_a_guide_names_exists(guide):
    assert set(_COMMAND.findall(text(guide))) <= set(cli.COMMANDS)


@pytest.mark.parametrize(("folder", "suffix"), [("py/lockstep", ".py"), ("site/js", ".js")])
def test_the_readme_has_a_line_for_every_room(folder, suffix):
    home = ROOT / folder
    inside = [path for path in home.iterdir() if not path.name.startswith("_")]
    folders = {f"{path.name}/" for path in inside if any(path.glob(f"*{suffix}"))}
    files = {path.stem for path in inside if path.suffix == suffix}
    rows = [line.split("|")[1] for line in text("README.md").splitlines() if line.startswith("| `")]
    named = {name for row in rows for name in re.findall(r"`([^`]+)`", row)}
    assert folders
    assert (folders | files) - named == set()


def test_the_guide_for_lessons_has_every_field_that_a_docstring_may_have():
    reading = [ROOT / "py/lockstep" / name for name in ("catalogue.py", "directives.py")]
    read = set().union(*(_FIELD.findall(path.read_text("utf-8")) for path in reading))
    assert {"Watch", "Outcomes", "Opens"} <= read
    assert read - set(re.findall(r"`([A-Z][a-z-]+):`", text("docs/writing-lessons.md"))) == set()


def test_the_readme_says_of_each_dependency_why_it_is_there():
    package = json.loads(text("package.json"))
    needed = {*package.get("dependencies", {}), *package["devDependencies"]}
    needed |= set(re.findall(r"^[\w-]+", text("requirements.in"), re.MULTILINE))
    table = text("README.md").split("## Dependencies, and why", 1)[1]
    named = [name for row in re.findall(r"^\| ([^|]+) \|", table, re.M) for name in row.split(", ")]
    assert len(needed) > 20
    assert [one for one in needed if not any(fnmatch.fnmatch(one, name) for name in named)] == []

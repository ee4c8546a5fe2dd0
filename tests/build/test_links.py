"""Every link of the built site leads to a file, and none is tied to a place on a host."""

import json
import os
import posixpath
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from tests.build.doors import ROOT

DIST = Path(os.environ.get("LOCKSTEP_DIST", ROOT / "dist"))
PLAYGROUND = "index.html"
_LINK = re.compile(r"""<(?:a|link|script|img|use)\b[^>]*?\s(?:href|src)=["']([^"']*)["']""")
_DATA = re.compile(r'<script type="application/json" id="lockstep-data">(.*?)</script>', re.DOTALL)


def pages() -> list[str]:
    return sorted(path.relative_to(DIST).as_posix() for path in DIST.rglob("*.html"))


def links(page: str) -> list[str]:
    """Links inside the site; those elsewhere (https:) and on the page itself (#) are left out."""
    found = _LINK.findall((DIST / page).read_text(encoding="utf-8"))
    return [link for link in found if link and not urlsplit(link).scheme and link[0] != "#"]


def target(page: str, link: str) -> Path:
    path = posixpath.join(posixpath.dirname(page), unquote(urlsplit(link).path))
    return DIST / path / "index.html" if path.endswith("/") else DIST / path


@pytest.fixture(autouse=True)
def built():
    if not pages():
        pytest.fail(f"{DIST} holds no built site: run `python3 build.py` first")


def test_no_link_begins_at_the_root_of_the_host():
    absolute = [(page, link) for page in pages() for link in links(page) if link.startswith("/")]
    assert absolute == []


def test_every_link_leads_to_a_file_of_the_site():
    # 404.html is served at any depth: its links cannot be relative, a script finds the home.
    found = [(page, link) for page in pages() if page != "404.html" for link in links(page)]
    assert found
    assert [(page, link) for page, link in found if not target(page, link).is_file()] == []


def test_the_page_of_what_is_missing_fetches_nothing_beside_it():
    text = (DIST / "404.html").read_text(encoding="utf-8")
    assert not re.search(r"<link[^>]*stylesheet|<script[^>]*src=", text)


def test_every_file_of_the_runtime_is_where_the_pages_data_says_and_of_its_size():
    places = json.loads(_DATA.search((DIST / PLAYGROUND).read_text(encoding="utf-8"))[1])
    files = places["runtime"]["files"]
    assert {"pyodide.asm.wasm", "lockstep.zip"} <= set(files)
    for file in files.values():
        assert (DIST / file["url"]).stat().st_size == file["bytes"]


def the_command_lists():
    command = [sys.executable, "-m", "lockstep", "scenarios", "--json"]
    environment = os.environ | {"PYTHONPATH": str(ROOT / "py")}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    return json.loads(done.stdout)


def page_of(name):
    return DIST / f"scenarios/{name}/index.html"


def test_every_scenario_has_a_page_or_is_a_variant_of_one_that_has():
    scenarios = the_command_lists()
    assert scenarios
    for scenario in scenarios:
        is_variant = "variant_of" in scenario
        assert page_of(scenario["name"]).is_file() != is_variant, scenario["name"]
        assert page_of(scenario.get("variant_of", scenario["name"])).is_file(), scenario["name"]


def test_every_scenario_has_a_trace():
    names = [scenario["name"] for scenario in the_command_lists()]
    assert [name for name in names if not (DIST / f"traces/{name}.json").is_file()] == []


def test_no_file_of_the_site_names_the_folder_it_was_built_in():
    suffixes = {".html", ".js", ".css", ".json", ".txt", ".mjs"}
    texts = [path for path in DIST.rglob("*") if path.suffix in suffixes]
    assert [path for path in texts if str(ROOT).encode() in path.read_bytes()] == []

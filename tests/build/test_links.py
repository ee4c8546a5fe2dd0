"""Every link of the built site leads to a file, and none is tied to a place on a host."""

import json
import os
import posixpath
import re
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
    data = json.loads(_DATA.search((DIST / PLAYGROUND).read_text(encoding="utf-8"))[1])
    files = data["runtime"]["files"]
    assert {"pyodide.asm.wasm", "lockstep.zip"} <= set(files)
    for file in files.values():
        assert (DIST / file["url"]).stat().st_size == file["bytes"]


def test_every_listed_scenario_has_a_page_and_every_one_a_trace():
    catalogue = json.loads((DIST / "data/catalogue.json").read_text(encoding="utf-8"))
    assert catalogue
    for scenario in catalogue:
        assert (DIST / f"traces/{scenario['name']}.json").is_file()
        listed = scenario.get("listed", True)
        assert (DIST / f"scenarios/{scenario['name']}/index.html").is_file() == listed


def test_no_file_of_the_site_names_the_folder_it_was_built_in():
    suffixes = {".html", ".js", ".css", ".json", ".txt", ".mjs"}
    texts = [path for path in DIST.rglob("*") if path.suffix in suffixes]
    assert [path for path in texts if str(ROOT).encode() in path.read_bytes()] == []

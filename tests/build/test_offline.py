"""offline.js: every build has its own list of what is kept, and says so in its bytes."""

import hashlib
import json

from sitebuild import offline
from sitebuild.node import Node
from tests.build.doors import ROOT

FILES = {
    "index.html": "front",
    "scenarios/a/index.html": "a much longer page",
    "assets/page-AAAAAAAA.js": "a script that is longer than all pages are",
    "runtime/0123456789abcdef/python.wasm": "wasm",
    "python/lockstep.whl": "for pip",
    "schema/trace.json": "{}",
    "404.html": "not here",
    ".nojekyll": "",
}


def written(folder):
    for path, text in FILES.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    offline.write_service_worker(Node(ROOT), folder)
    return (folder / "offline.js").read_text()


def test_it_lists_what_a_reader_of_the_site_may_need_scripts_first(tmp_path):
    text = written(tmp_path)
    listed = json.loads(text[text.index("{") : text.index("};\n") + 1])
    kept = [
        "assets/page-AAAAAAAA.js",
        "runtime/0123456789abcdef/python.wasm",
        "index.html",
        "scenarios/a/index.html",
    ]
    assert list(listed["files"]) == kept
    assert list(listed["files"].values()) == [
        hashlib.sha256(FILES[path].encode()).hexdigest()[:32] for path in kept
    ]
    assert "self.__LIST__" not in text


def test_the_same_site_gives_the_same_bytes_and_another_others(tmp_path):
    first = written(tmp_path)
    assert written(tmp_path) == first
    (tmp_path / "index.html").write_text("another front")
    offline.write_service_worker(Node(ROOT), tmp_path)
    assert (tmp_path / "offline.js").read_text() != first

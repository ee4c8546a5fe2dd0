"""`build.py watch`: what counts as a change, and how the open pages hear of a newer site."""

import os
import threading
import urllib.request
from pathlib import Path

import pytest

from sitebuild import serve, watch


@pytest.fixture
def tree(tmp_path):
    for name in (
        "site/js/a.js",
        "py/lockstep/run.py",
        "py/lockstep/embedding/drawing.js",
        "LICENSE",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("1")
    (tmp_path / "package.json").write_text("{}")
    return tmp_path


def test_a_file_written_made_or_removed_is_a_change(tree):
    before = watch.state_of(tree)
    os.utime(tree / "site/js/a.js", ns=(1, 1))
    (tree / "py/new.py").write_text("")
    (tree / "LICENSE").unlink()
    (tree / "LICENSE").write_text("2")
    os.utime(tree / "LICENSE", ns=(2, 2))
    (tree / "py/lockstep/run.py").unlink()
    names = watch.changed(before, watch.state_of(tree))
    assert [name for name in names if Path(name).suffix or name == "LICENSE"] == [
        "LICENSE",
        "py/lockstep/run.py",
        "py/new.py",
        "site/js/a.js",
    ]


def test_what_the_build_itself_writes_is_no_change(tree):
    before = watch.state_of(tree)
    (tree / "py/lockstep/embedding/drawing.js").write_text("2")
    assert watch.changed(before, watch.state_of(tree)) == []


def test_a_change_builds_anew_and_a_failed_build_reloads_nothing(tree, monkeypatch):
    built = []
    pages = watch.Pages()
    monkeypatch.setattr(watch.Handler, "pages", pages)
    monkeypatch.setattr(watch, "_build", lambda root: built.append(root) or len(built) == 1)
    state = watch._follow(tree, watch.state_of(tree))
    assert (built, pages.number) == ([], 0)
    for number in (1, 1):
        os.utime(tree / "LICENSE", ns=(len(built) + 5, len(built) + 5))
        state = watch._follow(tree, state)
        assert pages.number == number
    assert len(built) == 2


def test_a_page_asks_for_news_and_hears_of_a_newer_site(tree, monkeypatch):
    (tree / "index.html").write_text("<p>hello</p>")
    pages = watch.Pages()
    monkeypatch.setattr(watch.Handler, "pages", pages)
    server = serve.listen(tree, handler=watch.Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/"
    try:
        page = urllib.request.urlopen(address).read().decode()
        assert page.startswith("<p>hello</p>")
        assert 'new EventSource("/.changes")' in page
        with urllib.request.urlopen(address + ".changes") as news:
            assert news.headers["Content-Type"] == "text/event-stream"
            pages.reload()
            assert news.read() == b"data: built\n\n"
    finally:
        server.shutdown()
        server.server_close()

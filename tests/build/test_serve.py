"""The server keeps a static host's rules."""

import gzip
import http.client
from urllib.parse import urlsplit

import pytest

from sitebuild import serve


@pytest.fixture
def site(tmp_path):
    folder = tmp_path / "dist"
    (folder / "lessons").mkdir(parents=True)
    (folder / "index.html").write_text("<p>home", encoding="utf-8")
    (folder / "lessons" / "index.html").write_text("<p>lessons", encoding="utf-8")
    (folder / "404.html").write_text("<p>not here", encoding="utf-8")
    (folder / "a.wasm").write_bytes(b"\0asm")
    (folder / "a.mjs").write_text("export {};", encoding="utf-8")
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    return folder


def get(url: str, path: str, **headers: str) -> tuple[http.client.HTTPResponse, bytes]:
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=10)
    connection.request("GET", path, headers=headers)
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response, body


@pytest.mark.parametrize(
    ("path", "mime"),
    [("/a.wasm", "application/wasm"), ("/a.mjs", "text/javascript; charset=utf-8")],
)
def test_wasm_and_modules_have_the_types_that_browsers_ask_for(site, path, mime):
    with serve.serving(site) as url:
        response, _ = get(url, path)
    assert response.headers["Content-Type"] == mime


def test_a_folder_is_its_index_and_without_its_slash_is_redirected(site):
    with serve.serving(site) as url:
        assert get(url, "/lessons/")[1] == b"<p>lessons"
        response, _ = get(url, "/lessons")
    assert (response.status, response.headers["Location"]) == (301, "/lessons/")


def test_what_is_not_there_is_404_html_at_any_depth(site):
    with serve.serving(site) as url:
        response, body = get(url, "/no/such/page/")
    assert (response.status, body) == (404, b"<p>not here")


def test_the_site_can_live_below_a_prefix(site):
    with serve.serving(site, prefix="/some/base/") as url:
        assert url.endswith("/some/base/")
        assert get(url, "/some/base/")[1] == b"<p>home"
        assert get(url, "/")[0].status == 404


@pytest.mark.parametrize(
    "path", ["/../secret.txt", "/%2e%2e/secret.txt", "/lessons/../../secret.txt"]
)
def test_nothing_outside_the_site_is_served(site, path):
    with serve.serving(site) as url:
        assert b"secret" not in get(url, path)[1]


def test_if_asked_it_compresses_as_pages_does_and_notes_what_it_sent(site):
    sent: list[serve.Sent] = []
    with serve.serving(site, compress=True, sent=sent) as url:
        response, body = get(url, "/a.wasm", **{"Accept-Encoding": "gzip"})
    assert response.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(body) == b"\0asm"
    assert [answer.size for answer in sent] == [len(body)]


def test_a_taken_port_gives_way_to_the_next_free_one(site):
    with serve.listen(site) as taken, serve.listen_near(site, taken.server_port) as other:
        assert other.server_port > taken.server_port


def test_serving_on_a_taken_port_says_so(site, capsys, monkeypatch):
    monkeypatch.setattr(serve.Server, "serve_forever", lambda _self: None)
    with serve.listen(site) as taken:
        serve.serve(site, taken.server_port, open_browser=False)
    wording = capsys.readouterr().out
    assert f"port {taken.server_port} is taken; using " in wording
    assert "Lockstep is at http://127.0.0.1:" in wording


def test_ctrl_c_ends_the_server_quietly(site, capsys, monkeypatch):
    def interrupted(_self: serve.Server) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(serve.Server, "serve_forever", interrupted)
    assert serve.serve(site, 8000, open_browser=False) == 0
    assert capsys.readouterr().out.endswith("Stopped.\n")

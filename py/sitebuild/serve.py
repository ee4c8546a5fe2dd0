"""A small static server: the same rules as a static host, nothing more.

It answers below a prefix, so that the tests can put the site under `/some/base/`, serves
`404.html` at any depth, and compresses (if asked) what GitHub Pages compresses.
"""

from __future__ import annotations

import errno
import gzip
import threading
import time
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache, partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

HOST = "127.0.0.1"
HIGHEST_PORT = 65535
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".zip": "application/zip",
    ".whl": "application/zip",
}
_ALREADY_COMPRESSED = {".zip", ".whl", ".png"}


@dataclass(frozen=True)
class Sent:
    """An answer: when its body began to be sent, how many bytes that body has, and what it is."""

    epoch_ms: float
    size: int
    path: str = ""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(
        self, *args: object, folder: Path, prefix: str, compress: bool, sent: list[Sent]
    ) -> None:
        self.folder, self.prefix, self.compress, self.sent = folder, prefix, compress, sent
        super().__init__(*args)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        if not path.startswith(self.prefix):
            self._send(HTTPStatus.NOT_FOUND, b"outside the site\n", ".txt")
            return
        file = self._file(unquote(path.removeprefix(self.prefix)))
        if file and file.is_dir():
            self._redirect(f"{path}/")
        elif file:
            self._send(HTTPStatus.OK, file.read_bytes(), file.suffix)
        else:
            self._send_not_found()

    do_HEAD = do_GET

    def _file(self, relative: str) -> Path | None:
        """The file (or the folder without its slash) that is meant, never one outside the site."""
        wanted = self.folder / relative
        if not wanted.resolve().is_relative_to(self.folder.resolve()):
            return None
        if relative.endswith("/") or not relative:
            wanted = wanted / "index.html"
        return wanted if wanted.exists() else None

    def _send_not_found(self) -> None:
        page = self.folder / "404.html"
        body = page.read_bytes() if page.exists() else b"not found\n"
        self._send(HTTPStatus.NOT_FOUND, body, ".html")

    def _redirect(self, target: str) -> None:
        self.send_response(HTTPStatus.MOVED_PERMANENTLY)
        self.send_header("Location", target)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _send(self, status: HTTPStatus, body: bytes, suffix: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", TYPES.get(suffix, "application/octet-stream"))
        # compressed as a host does it, and kept as long as GitHub Pages lets it be kept
        self.send_header("Cache-Control", "max-age=600" if self.compress else "no-cache")
        self.send_header("Access-Control-Allow-Origin", "*")  # as GitHub Pages does
        if self._may_compress(suffix):
            body = _compressed(body)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.sent.append(Sent(time.time() * 1000, len(body), self.path))
            self.wfile.write(body)

    def _may_compress(self, suffix: str) -> bool:
        accepted = "gzip" in self.headers.get("Accept-Encoding", "")
        return self.compress and accepted and suffix not in _ALREADY_COMPRESSED

    def log_message(self, format: str, *args: object) -> None:
        """Silent: the browser's own tools show requests better."""


@lru_cache(maxsize=64)
def _compressed(body: bytes) -> bytes:
    return gzip.compress(body, mtime=0)


class Server(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_port = False  # newer http.server shares ports; a taken port must be seen

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that goes away in the middle of an answer is no error of ours."""


def listen(
    folder: Path,
    port: int = 0,
    *,
    prefix: str = "/",
    compress: bool = False,
    sent: list[Sent] | None = None,
    handler: type[Handler] = Handler,
) -> ThreadingHTTPServer:
    """Listen on the port (0: a free one). What is sent is noted in ``sent``, if given."""
    noted = [] if sent is None else sent
    made = partial(handler, folder=folder, prefix=prefix, compress=compress, sent=noted)
    return Server((HOST, port), made)


@contextmanager
def serving(
    folder: Path,
    *,
    prefix: str = "/",
    compress: bool = False,
    sent: list[Sent] | None = None,
    handler: type[Handler] = Handler,
) -> Iterator[str]:
    """The site's URL on a free port, for as long as the block lasts; see `listen`."""
    server = listen(folder, prefix=prefix, compress=compress, sent=sent, handler=handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://{HOST}:{server.server_port}{prefix}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def listen_near(folder: Path, port: int, handler: type[Handler] = Handler) -> ThreadingHTTPServer:
    """Listen on the port, or on the next free one above it."""
    for candidate in range(port, min(port + 100, HIGHEST_PORT + 1)):
        try:
            return listen(folder, candidate, handler=handler)
        except OSError as error:
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise
    raise OSError(errno.EADDRINUSE, f"no free port from {port} on; choose another with --port")


def serve(folder: Path, port: int, *, open_browser: bool) -> int:
    try:
        server = listen_near(folder, port)
    except OSError as error:
        print(f"build.py: {error.strerror}")
        return 1
    if server.server_port != port:
        print(f"build.py: port {port} is taken; using {server.server_port} instead.")
    url = f"http://{HOST}:{server.server_port}/"
    print(f"Lockstep is at {url} (Ctrl-C stops)", flush=True)
    if open_browser:
        webbrowser.open(url)
    return _until_interrupted(server)


def _until_interrupted(server: ThreadingHTTPServer) -> int:
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        print("\nStopped.")
    finally:
        server.server_close()
    return 0

"""`build.py watch`: serves the site, builds it anew on every change, and reloads the open pages.

Every build is a process of its own, so that a change to the engine or to what builds counts, too.
What was recorded of a program is kept from build to build (`answers`): after a change to one lesson
only that is recorded anew.
"""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path

from . import serve

WATCHED = ("site", "py", "package.json", "LICENSE")
#: What the build itself writes among its sources.
PASSED_OVER = ("py/lockstep/embedding/drawing.", "__pycache__")
EVERY_S = 0.3
CHANGES = ".changes"

_RELOADER = f"""
<script>
new EventSource("/{CHANGES}").onmessage = () => location.reload();
</script>
"""

State = dict[str, int]


def state_of(root: Path) -> State:
    """When each watched file was last written, in nanoseconds, by its path below ``root``."""
    state = {}
    for path in _files(root):
        name = path.relative_to(root).as_posix()
        if not any(part in name for part in PASSED_OVER):
            state[name] = path.stat().st_mtime_ns
    return state


def _files(root: Path) -> Iterator[Path]:
    for name in WATCHED:
        yield from (root / name).rglob("*") if (root / name).is_dir() else [root / name]


def changed(before: State, after: State) -> list[str]:
    """The files that were written, made or removed in between."""
    names = before.keys() | after.keys()
    return sorted(name for name in names if before.get(name) != after.get(name))


class Pages:
    """The open pages: each waits until there is a newer site than its own."""

    def __init__(self) -> None:
        self.number = 0
        self._built = threading.Condition()

    def reload(self) -> None:
        with self._built:
            self.number += 1
            self._built.notify_all()

    def is_newer(self, number: int, seconds: float) -> bool:
        """Return whether a newer site than ``number`` is there, waiting for it ``seconds``."""
        with self._built:
            return self._built.wait_for(lambda: self.number > number, seconds)


class Handler(serve.Handler):
    """Adds to each page the script that reloads it, and answers that script."""

    pages = Pages()

    def do_GET(self) -> None:
        if self.path == f"/{CHANGES}":
            self._send_changes()
        else:
            super().do_GET()

    def _send(self, status: HTTPStatus, body: bytes, suffix: str) -> None:
        super()._send(status, body + (_RELOADER.encode() if suffix == ".html" else b""), suffix)

    def _send_changes(self) -> None:
        """Send an event when the site is newer, and a comment now and then while it is not."""
        number = self.pages.number
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        while not self.pages.is_newer(number, seconds=10):
            self.wfile.write(b":\n\n")
            self.wfile.flush()
        self.wfile.write(b"data: built\n\n")
        self.close_connection = True


def watch(root: Path, dist: Path, port: int) -> int:
    """Build, serve, and go on until Ctrl-C."""
    state = state_of(root)
    _build(root)
    server = serve.listen_near(dist, port, Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"Lockstep is at http://{serve.HOST}:{server.server_port}/ (Ctrl-C stops)", flush=True)
    try:
        while True:
            time.sleep(EVERY_S)
            state = _follow(root, state)
    except KeyboardInterrupt:
        print("\nStopped.")
        return 0
    finally:
        server.server_close()


def _follow(root: Path, before: State) -> State:
    """Build, and have the pages reloaded, if anything has changed; return what is there now."""
    after = state_of(root)
    names = changed(before, after)
    if names:
        rest = f" and {len(names) - 1} more" if len(names) > 1 else ""
        print(f"build.py: {names[0]}{rest} changed", flush=True)
        if _build(root):
            Handler.pages.reload()
    return after


def _build(root: Path) -> bool:
    """Return whether it could be built; where not, the last good site stays."""
    command = [sys.executable, str(root / "build.py"), "build"]
    return subprocess.run(command, cwd=root, check=False).returncode == 0

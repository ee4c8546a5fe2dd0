"""The picture of a run, drawn by the page's own JavaScript in an engine of its own.

`python -m lockstep.embedding.drawing` reads one JSON request from stdin and prints the parts.
A process of its own: docs builders fork, and a JavaScript engine does not survive that.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from importlib import resources

from lockstep.trace import wire

#: Seconds that drawing one run may take, the start of the engine included.
LONGEST = 60


class DrawingError(Exception):
    """A run cannot be drawn; the message says why and what to do."""


def draw(trace: wire.Trace, exploration: wire.Exploration | None, prefix: str) -> dict[str, str]:
    """Return the parts of a run's picture as HTML and SVG, by name.

    Args:
        trace: as `lockstep.Trace.to_dict` gives it.
        exploration: as `lockstep.Exploration.to_dict` gives it, or None.
        prefix: what the ids in the picture begin with; no other picture of the page may have it.

    Raises:
        DrawingError: the drawing code is missing, or failed.
    """
    request = json.dumps({"trace": trace, "exploration": exploration, "prefix": prefix})
    command = [sys.executable, "-m", "lockstep.embedding.drawing"]
    try:
        done = subprocess.run(
            command,
            input=request,
            capture_output=True,
            text=True,
            timeout=LONGEST,
            check=False,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
    except subprocess.TimeoutExpired:
        raise DrawingError(f"drawing the run took longer than {LONGEST} s") from None
    if done.returncode:
        raise DrawingError(_last_line(done.stderr) or f"drawing ended with {done.returncode}")
    parts: dict[str, str] = json.loads(done.stdout)
    return parts


def style() -> str:
    """Return the style sheet of the picture, which touches nothing outside of it.

    Raises:
        DrawingError: it has not been built.
    """
    return _read("drawing.css")


def fingerprint() -> str:
    """Return what changes when pictures do: the hash of the drawing code, or of its absence."""
    try:
        return hashlib.sha256(_read("drawing.js").encode()).hexdigest()[:16]
    except DrawingError:
        return "none"


def _read(name: str) -> str:
    file = resources.files("lockstep.embedding") / name
    if not file.is_file():
        raise DrawingError(
            f"{name} is not part of this copy of lockstep: install it with `pip install .`, "
            "or run `python3 build.py` once"
        )
    return file.read_text("utf-8")


def _last_line(text: str) -> str:
    return next((line for line in reversed(text.splitlines()) if line.strip()), "")


def _draw_here(request: str) -> str:
    try:
        from py_mini_racer import MiniRacer  # noqa: PLC0415 - only where something is drawn
    except ImportError:
        raise DrawingError("drawing needs the package mini-racer: pip install mini-racer") from None
    engine = MiniRacer()
    engine.eval(_read("drawing.js"))
    return str(engine.eval(f"JSON.stringify(drawRun({request}))"))


def main() -> int:
    """Draw what stdin asks for; return the exit code."""
    try:
        sys.stdout.write(_draw_here(sys.stdin.read()))
    except DrawingError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

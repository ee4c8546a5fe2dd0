"""What `pip install .` does before it packs: bundle the drawing code, unless a build did already.

A source distribution brings the bundle with it; a checkout makes it with Node.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class DrawingHook(BuildHookInterface):  # type: ignore[type-arg]
    """Puts drawing.js and drawing.css into the package."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the two files where the checkout can.

        Raises:
            RuntimeError: they are missing and cannot be made here.
        """
        root = Path(self.root)
        folder = root / "py/lockstep/embedding"
        if version == "editable" or not (root / "site/js").is_dir():
            return
        _ensure_bundler(root)
        sys.path.insert(0, str(root / "py"))
        try:
            from sitebuild.drawing import build_drawing  # noqa: PLC0415 - found by the line above
            from sitebuild.node import Node  # noqa: PLC0415
        finally:
            sys.path.pop(0)
        build_drawing(Node(root, root / "node_modules/.cache/lockstep"), folder)


def _ensure_bundler(root: Path) -> None:
    if (root / "node_modules/esbuild/bin/esbuild").exists():
        return
    npm = shutil.which("npm")
    if npm is None:
        raise RuntimeError(
            "lockstep draws with the page's own JavaScript, which is bundled when the package is "
            "built: install Node.js 20 or newer with npm, then try again"
        )
    subprocess.run([npm, "ci", "--loglevel=error"], cwd=root, check=True)

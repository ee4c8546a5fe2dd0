"""dist/python/: the engine for people outside of the page.

pip install --index-url https://SITE/python/package_index/ lockstep
loadPyodide({ lockFileURL: "https://SITE/python/pyodide-lock.json" })
"""

from __future__ import annotations

from pathlib import Path

from pyodide_build.create_package_index import create_package_index
from pyodide_lock import PyodideLockSpec

from .lockfile import small_lock
from .wheel import build_wheel

_FROM_A_PACKAGES_PAGE = "../../"  # the index has a folder for each package


def build_python_dist(root: Path, folder: Path) -> None:
    wheel = build_wheel(root, folder)
    lock = folder / "pyodide-lock.json"
    stock = root / "node_modules" / "pyodide" / "pyodide-lock.json"
    lock.write_text(small_lock(stock, [wheel]), encoding="utf-8")
    packages = PyodideLockSpec.from_json(lock).packages
    create_package_index(packages, folder, _FROM_A_PACKAGES_PAGE)

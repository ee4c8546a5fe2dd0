"""What only the bench needs of npm, pinned, inside the project's own `node_modules`."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from ..node import BuildError

_LISTS = ("package.json", "package-lock.json")
_HERE = Path(__file__).parent


def ensure(root: Path) -> Path:
    """Folder of the packages; installed anew where the pinned list has changed.

    Raises:
        BuildError: npm could not install them.
    """
    home = root / "node_modules" / ".bench"
    lock = home / _LISTS[1]
    modules = home / "node_modules"
    if modules.exists() and lock.exists() and lock.read_bytes() == (_HERE / _LISTS[1]).read_bytes():
        return modules
    print("build.py: installing Lighthouse and PyScript for the bench (npm ci)", flush=True)
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    shutil.copyfile(root / ".npmrc", home / ".npmrc")
    for name in _LISTS:
        shutil.copyfile(_HERE / name, home / name)
    if subprocess.run(["npm", "ci", "--loglevel=error"], cwd=home, check=False).returncode:
        lock.unlink()
        raise BuildError(
            "npm could not install what the bench needs (py/sitebuild/bench_web/package.json); "
            "see its words above, check the network, and start again."
        )
    return modules

"""The wheel of py/lockstep, as `pip install .` makes it: the same bytes every time.

hatchling dates and sorts what it packs itself; it needs neither the network nor a folder of its
own, where `pyodide build` would need both even for a pure package.
"""

from __future__ import annotations

from pathlib import Path

from hatchling.builders.wheel import WheelBuilder


def build_wheel(root: Path, folder: Path) -> Path:
    """Write the wheel of the project in ``root`` (a folder with pyproject.toml); return its path.

    Raises:
        BuildError: the drawing code could not be bundled.
    """
    folder.mkdir(parents=True, exist_ok=True)
    built = WheelBuilder(str(root)).build(directory=str(folder), versions=["standard"])
    return Path(next(iter(built)))

"""Make the wheel of py/lockstep: pure Python, no build backend, the same bytes every time.

`pyodide build` would need the network even for a pure package.
"""

from __future__ import annotations

import os
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipInfo

from wheel.wheelfile import WheelFile

NAME, VERSION = "lockstep", "0.1.0"
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
_LONG_AGO_EPOCH = "315532800"
_SUFFIXES = {".py", ".typed"}

_METADATA = f"""\
Metadata-Version: 2.4
Name: {NAME}
Version: {VERSION}
Summary: Run an asyncio program in virtual time and record who ran, who waited and what was lost
License-Expression: MIT
Requires-Python: >=3.12
"""
_WHEEL = """\
Wheel-Version: 1.0
Generator: lockstep build.py
Root-Is-Purelib: true
Tag: py3-none-any
"""


def build_wheel(package: Path, folder: Path) -> Path:
    """Write the wheel of the package (a folder with `__init__.py`) and return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{NAME}-{VERSION}-py3-none-any.whl"
    # WheelFile dates the RECORD it adds by this variable.
    os.environ["SOURCE_DATE_EPOCH"] = _LONG_AGO_EPOCH
    with WheelFile(path, "w") as wheel:
        for file in package_files(package):
            _add(wheel, file.relative_to(package.parent).as_posix(), file.read_bytes())
        _add(wheel, f"{wheel.dist_info_path}/METADATA", _METADATA.encode())
        _add(wheel, f"{wheel.dist_info_path}/WHEEL", _WHEEL.encode())
    return path


def package_files(package: Path) -> list[Path]:
    return sorted(
        file
        for file in package.rglob("*")
        if file.suffix in _SUFFIXES and "__pycache__" not in file.parts
    )


def _add(wheel: WheelFile, name: str, content: bytes) -> None:
    info = ZipInfo(name, date_time=_LONG_AGO)
    info.compress_type = ZIP_DEFLATED
    info.external_attr = 0o100644 << 16
    wheel.writestr(info, content)

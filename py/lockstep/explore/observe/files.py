"""The state of a program's folder as a short value: equal for folders that hold the same."""

from __future__ import annotations

import contextlib
import hashlib
import os
from pathlib import Path


def digest_of_files(folder: Path, source: str = "") -> bytes:
    """Return the digest of what lies in a folder: names, modes, contents, which names are one file.

    Args:
        folder: the folder.
        source: the program, if what it can note beside its files is to be told. When they were
            changed is so only if it can set that: else it is real time, and another in each run.
    """
    digest = hashlib.blake2b(digest_size=16)
    first: dict[int, int] = {}
    for number, path in enumerate(sorted(folder.rglob("*"))):
        name, known, content = os.fsencode(path.relative_to(folder)), path.lstat(), _content(path)
        same = first.setdefault(known.st_ino, number)
        digest.update(b"%d %b %d %d " % (len(name), name, known.st_mode, same))
        digest.update(repr(_notes(path, known, source)).encode())
        digest.update(b"%d " % len(content) + content)
    return digest.digest()


def _notes(path: Path, known: os.stat_result, source: str) -> list[object]:
    notes: list[object] = [known.st_mtime_ns] if "utime" in source else []
    if "xattr" in source and hasattr(os, "listxattr") and not path.is_symlink():
        with contextlib.suppress(OSError):
            notes += [(name, os.getxattr(path, name)) for name in sorted(os.listxattr(path))]
    return notes


def _content(path: Path) -> bytes:
    """Return what a file holds, or where a link leads; nothing of what cannot be read."""
    if path.is_symlink():
        return os.fsencode(path.readlink())
    try:
        return path.read_bytes() if path.is_file() else b""
    except OSError:  # its program has forbidden that
        return b""

"""The state of a program's folder as a short value: equal for folders that hold the same."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path


def digest_of_files(folder: Path) -> bytes:
    """Return the digest of what lies in a folder: names, modes and contents."""
    digest = hashlib.blake2b(digest_size=16)
    for path in sorted(folder.rglob("*")):
        name, mode = os.fsencode(path.relative_to(folder)), path.lstat().st_mode
        content = _content(path)
        digest.update(b"%d %b %d %d " % (len(name), name, mode, len(content)) + content)
    return digest.digest()


def _content(path: Path) -> bytes:
    """Return what a file holds, or where a link leads; nothing of what cannot be read."""
    if path.is_symlink():
        return os.fsencode(path.readlink())
    try:
        return path.read_bytes() if path.is_file() else b""
    except OSError:  # its program has forbidden that
        return b""

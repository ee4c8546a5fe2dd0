"""Texts that take long to make, kept from build to build by what they were made from."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path


class Kept:
    """A folder of such texts. They go together, when what makes them is another.

    `made_by` names what makes them; whatever else decides what a text says is part of what it is
    asked for by, which is anything that can be written as JSON.
    """

    def __init__(self, home: Path, made_by: str) -> None:
        self._folder = home / made_by
        if not self._folder.exists():
            shutil.rmtree(home, ignore_errors=True)
            self._folder.mkdir(parents=True)

    def text(self, made_from: object, make: Callable[[], str]) -> str:
        """Return the text that is made from that, made now if it was not before."""
        return self.texts({"": made_from}, lambda _: {"": make()})[""]

    def texts(
        self, made_from: Mapping[str, object], make: Callable[[list[str]], Mapping[str, str]]
    ) -> dict[str, str]:
        """Return each of several texts by its name; `make` is given the names of those missing."""
        paths = {name: self._folder / _digest(each) for name, each in made_from.items()}
        missing = [name for name, path in paths.items() if not path.exists()]
        for name, text in make(missing).items() if missing else ():
            _write(paths[name], text)
        return {name: path.read_text(encoding="utf-8") for name, path in paths.items()}

    def file(self, made_from: object, suffix: str, make: Callable[[], str]) -> Path:
        """Return a file with the text that is made from that; its name ends in `suffix`."""
        path = (self._folder / _digest(made_from)).with_suffix(suffix)
        if not path.exists():
            _write(path, make())
        return path


def _write(path: Path, text: str) -> None:
    """Write a file so that it is there whole or not at all."""
    unfinished = path.with_suffix(f".{os.getpid()}")
    unfinished.write_text(text, encoding="utf-8")
    unfinished.replace(path)


def digest_of(files: Iterable[Path], *also: str) -> str:
    """Return what names these files by what they hold, and what decides beside them."""
    digest = hashlib.sha256(json.dumps(also).encode())
    for path in files:
        content = path.read_bytes()
        digest.update(f"{path.name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()[:16]


def _digest(made_from: object) -> str:
    return hashlib.sha256(json.dumps(made_from).encode()).hexdigest()

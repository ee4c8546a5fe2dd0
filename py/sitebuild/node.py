"""Run the project's Node programs. Their words go to the terminal; a failure stops the build."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from .kept import Kept, digest_of

_SOURCES = (".js", ".mjs", ".css", ".json", ".ts")
ESBUILD = "node_modules/esbuild/bin/esbuild"
_REQUIRE = (
    "import { createRequire } from 'node:module';const require = createRequire(import.meta.url);"
)
_IN_ONE_FILE = (
    *("--bundle", "--platform=node", "--format=esm", "--log-level=warning"),
    f"--banner:js={_REQUIRE}",  # for packages that are not modules
)


class BuildError(Exception):
    """The site cannot be built; the message says at which step and why."""


class Node:
    """The Node programs below a root, and a cache for what those print that only print.

    What a program prints follows from what it is asked and from the scripts and styles of the
    site, those that it bundles among them. Without a cache nothing is kept.
    """

    def __init__(self, root: Path, cache: Path | None = None) -> None:
        self.root = root
        self.cache = cache
        self._kept = Kept(cache / "printed", _digest_of_scripts(root)) if cache else None

    def run(self, *arguments: str, stdin: str = "", what: str) -> str:
        """Run a program from the root and return what it printed.

        Raises:
            BuildError: it failed; `what` says at what.
        """
        result = subprocess.run(
            ["node", *arguments],
            cwd=self.root,
            input=stdin,
            stdout=subprocess.PIPE,
            text=True,
            check=False,
        )
        if result.returncode:
            raise BuildError(f"{what} failed (exit code {result.returncode}); see its words above.")
        return result.stdout

    def printed(self, *arguments: str, stdin: str = "", what: str) -> str:
        """Return what a program prints that does nothing else; see `run`."""

        return self.kept([arguments, stdin], lambda: self.run(*arguments, stdin=stdin, what=what))

    def kept(self, made_from: object, make: Callable[[], str]) -> str:
        """Return a text that follows from that and from the scripts and styles of the site."""
        return self._kept.text(made_from, make) if self._kept else make()

    def answers(self, script: str, asked: Mapping[str, Any], what: str) -> dict[str, Any]:
        """Return, by name, what a script answers to each thing that it is asked.

        It reads an object as JSON and prints another with the same names; what it answers to one
        of them must not depend on the rest, as it is asked only for those not known yet.
        """

        def run(names: list[str]) -> dict[str, str]:
            stdin = json.dumps({name: asked[name] for name in names})
            whole = self._in_one_file(script)
            found = json.loads(self.run(whole, stdin=stdin, what=f"{what} ({script})"))
            return {name: json.dumps(each) for name, each in found.items()}

        named = {name: [script, each] for name, each in asked.items()}
        texts = self._kept.texts(named, run) if self._kept else run(list(asked))
        return {name: json.loads(text) for name, text in texts.items()}

    def _in_one_file(self, script: str) -> str:
        """Return a script with all that it imports, which loads in half of the time."""
        if self._kept is None:
            return script
        bundling = (ESBUILD, script, *_IN_ONE_FILE)
        made = self._kept.file(
            bundling, ".mjs", lambda: self.run(*bundling, what=f"bundling {script}")
        )
        return str(made)


def _digest_of_scripts(root: Path) -> str:
    sources = (path for path in (root / "site").rglob("*") if path.suffix in _SOURCES)
    return digest_of([root / "package-lock.json", *sorted(sources)])

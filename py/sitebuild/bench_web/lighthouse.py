"""What Lighthouse says of a lesson and of an embed, with its own settings for phones."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from statistics import median

from ..browser import find_chromium
from ..node import BuildError
from ..render import FIRST
from ..serve import serving

#: The score of performance comes from times, which the machine's other work makes longer.
ROUNDS = 3
CATEGORIES = ("performance", "accessibility", "best-practices")
AIM = 95
PAGES = {"a lesson": f"scenarios/{FIRST}/", "an embed": f"embed/v1/?scenario={FIRST}"}


def scores(modules: Path, dist: Path) -> dict[str, dict[str, int]]:
    """By page and category the median of some rounds, 0 to 100."""
    found = {}
    with serving(dist, compress=True) as url:
        for what, path in PAGES.items():
            print(f"build.py: Lighthouse looks at {what}", flush=True)
            rounds = [_look(modules, url + path) for _ in range(ROUNDS)]
            found[what] = {
                name: round(median(each[name] for each in rounds)) for name in CATEGORIES
            }
    return found


def _look(modules: Path, url: str) -> dict[str, float]:
    command = [
        *("node", str(modules / "lighthouse/cli/index.js"), url, "--quiet", "--output=json"),
        f"--only-categories={','.join(CATEGORIES)}",
        "--chrome-flags=--headless=new --no-sandbox --disable-gpu",
    ]
    environment = os.environ | {"CHROME_PATH": find_chromium()}
    result = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=False)
    if result.returncode:
        raise BuildError(f"Lighthouse could not look at {url}; see its words above.")
    return read(json.loads(result.stdout))


def read(answer: Mapping[str, Mapping[str, Mapping[str, float | None]]]) -> dict[str, float]:
    """The scores of Lighthouse's answer, 0 to 100; 0 for one that it could not tell."""
    return {name: 100 * (answer["categories"][name]["score"] or 0) for name in CATEGORIES}


def report(found: Mapping[str, Mapping[str, int]]) -> None:
    for what, scored in found.items():
        scores = ", ".join(f"{name} {scored[name]}" for name in CATEGORIES)
        print(f"(g) Lighthouse, phone, {what}: {scores} (aim: each at least {AIM})")

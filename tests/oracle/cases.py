"""The programs of tests/cases, with what is known of them."""

from __future__ import annotations

import json
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "cases"
CASES = json.loads((FOLDER / "cases.json").read_text(encoding="utf-8"))
WITH_OUTCOMES = sorted(name for name, case in CASES.items() if "outcomes" in case)


def source(name):
    """Return the text of a case."""
    return (FOLDER / name).read_text(encoding="utf-8")


def outcomes(name):
    """Return the set of (status, result) that a case has."""
    return {tuple(outcome) for outcome in CASES[name]["outcomes"]}

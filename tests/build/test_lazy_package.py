"""What `import lockstep` loads, and that nobody who uses it can tell."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.build.doors import ROOT

#: What only those need who explore, test, or open links.
LATER = ("lockstep.explore", "lockstep.share", "lockstep.testing", "lockstep.exercises")


def fresh(code: str) -> str:
    """What a new process prints."""
    environment = os.environ | {"PYTHONPATH": str(ROOT / "py")}
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=True)
    return done.stdout.strip()


def test_the_page_runs_a_program_without_what_only_exploring_needs():
    found = fresh(
        "import json, sys; from pagehost import prepare; prepare()\n"
        f"print([name for name in sys.modules if name.startswith({LATER})])"
    )
    assert found == "[]"


@pytest.mark.parametrize(
    "first",
    [
        "import lockstep",
        "from lockstep import explore",
        "import lockstep.explore",
        "import lockstep.explore.choices",
        "from lockstep.explore import Explorer",
        "import lockstep.cli.main",
        "import lockstep.testing",
    ],
)
def test_explore_is_the_function_whoever_has_imported_the_package_of_that_name(first):
    found = fresh(
        f"{first}\nimport lockstep\nfrom lockstep import explore\n"
        "print(lockstep.explore is explore, explore('x = 1').complete)\n"
        "from lockstep.explore import Exploration, explore as same\n"
        "print(same is explore, Exploration is lockstep.Exploration)"
    )
    assert found == "True True\nTrue True"


def test_every_name_that_is_offered_is_there_and_listed():
    found = fresh(
        "import lockstep\nlisted = dir(lockstep)\n"
        "print([name for name in lockstep.__all__\n"
        "       if name not in listed or not hasattr(lockstep, name)])\n"
        "exec('from lockstep import *')\nprint(open is lockstep.open, hasattr(lockstep, 'no'))"
    )
    assert found == "[]\nTrue False"

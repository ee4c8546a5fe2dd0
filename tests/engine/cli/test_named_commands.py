"""What is said anywhere of a command is of one that there is."""

import re

import pytest

from lockstep.cli import main
from sitebuild import cli as build
from tests.build.doors import ROOT

_OURS = re.compile(
    r"(?:python -m lockstep|(?<!`)`lockstep|--spec \. lockstep|--from \. lockstep) ([a-z][a-z-]*)"
)
_OF_THE_BUILD = re.compile(r"build\.py ([a-z][a-z-]*)")
NAMING = [
    *(
        path
        for folder, suffix in (("py", "py"), ("site", "js"), ("site", "html"), ("docs", "md"))
        for path in sorted((ROOT / folder).rglob(f"*.{suffix}"))
    ),
    *sorted(ROOT.glob("*.md")),
    *sorted((ROOT / ".github").rglob("*.yml")),
    ROOT / ".pre-commit-config.yaml",
]


def named(pattern):
    return {word for path in NAMING for word in pattern.findall(path.read_text("utf-8"))}


def test_every_command_of_lockstep_that_is_named_is_understood(capsys):
    words = named(_OURS)
    assert {"run", "explore", "reproduce"} <= words
    for word in sorted(words):
        with pytest.raises(SystemExit) as left:
            main([word, "--help"])
        assert left.value.code == 0, f"lockstep {word}: {capsys.readouterr().err}"


def test_every_command_of_the_build_that_is_named_is_understood():
    words = named(_OF_THE_BUILD)
    assert {"serve", "fix"} <= words
    assert words <= set(build.COMMANDS)

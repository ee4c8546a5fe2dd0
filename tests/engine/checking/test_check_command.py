"""`lockstep check`: exit codes, what is said of each fault, and what a second time costs."""

import json
import textwrap

import pytest

from tests.build.embedding.programs import COUNTER, LOCKED
from tests.engine.cli.forked import ENVIRONMENT, lockstep


@pytest.fixture
def check(tmp_path):
    """Run the command in a folder of its own."""
    outside = {k: v for k, v in ENVIRONMENT.items() if not k.startswith("GITHUB_")}
    kept = {"LOCKSTEP_CACHE": str(tmp_path / "kept")}

    def checked(*arguments, **environment):
        return lockstep(
            "check", *arguments, cwd=tmp_path, timeout=120, env={**outside, **kept, **environment}
        )

    return checked


def directive(code, **claims):
    options = "".join(f"   :{name}: {value}\n" for name, value in claims.items())
    return f"Title\n=====\n\n.. lockstep::\n{options}\n{textwrap.indent(code, '   ')}"


def fence(code, claims):
    return f"# Title\n\n```lockstep {claims}\n{code}```\n"


def test_true_claims_in_every_kind_of_file_end_with_0(check, tmp_path):
    (tmp_path / "deeper").mkdir()
    (tmp_path / "deeper/a.rst").write_text(directive(COUNTER, outcomes="1 | 2"))
    (tmp_path / "b.md").write_text(fence(LOCKED, 'outcomes="2" findings="none" verified'))
    (tmp_path / "c.py").write_text(f'"""Title\n\nFindings: lost-update\n"""\n{COUNTER}')
    (tmp_path / "unmarked.py").write_text("raise SystemExit('never run')\n")
    assert check(".") == (
        0,
        "",
        "Three programs checked over every order: all is as it is claimed.\n",
    )


def test_an_untrue_claim_is_told_with_file_line_claim_finding_and_schedule(check, tmp_path):
    (tmp_path / "a.rst").write_text(directive(COUNTER, outcomes=2))
    code, out, err = check("a.rst")
    assert (code, err) == (1, "One program checked: one fault.\n")
    assert out == (
        "a.rst:4: the claim 'outcomes: 2' is untrue: it can also end as 1 "
        "(shortest schedule: written)\n"
    )


def test_the_same_as_json(check, tmp_path):
    (tmp_path / "b.md").write_text(fence(COUNTER, "verified"))
    code, out, _ = check("--json", ".")
    reported = json.loads(out)
    [fault] = reported.pop("faults")
    assert (code, reported) == (
        1,
        {"schema": "lockstep-check/1", "checked": 1, "unreadable": []},
    )
    assert fault.pop("message").startswith("the claim 'verified' is untrue")
    assert fault == {
        "file": "b.md",
        "line": 3,
        "kind": "untrue",
        "claim": "verified",
        "found": "it can lose an update (and end as 1)",
        "schedule": "written",
    }


def test_on_github_every_fault_is_an_annotation_at_its_line(check, tmp_path):
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/a, b.md").write_text(fence(COUNTER, 'outcomes="2"'))
    _, out, _ = check("docs", GITHUB_ACTIONS="true", GITHUB_WORKSPACE=str(tmp_path))
    assert out.splitlines()[1] == (
        "::error file=docs/a%2C b.md,line=3,title=lockstep::the claim 'outcomes: 2' is untrue: "
        "it can also end as 1 (shortest schedule: written)"
    )
    _, out, err = check("--json", "docs", GITHUB_ACTIONS="true")
    assert json.loads(out)["checked"] == 1
    assert err.startswith("::error file=docs/a%2C b.md,line=3,")


@pytest.mark.parametrize(
    ("code", "line", "what"),
    [
        ("import asyncio\ndef broken(:\n", 8, "SyntaxError: invalid syntax"),
        ("raise ValueError('no')\n", 4, "the program fails: ValueError('no')"),
    ],
)
def test_a_program_that_cannot_run_is_a_fault_at_its_line(check, tmp_path, code, line, what):
    (tmp_path / "a.rst").write_text(directive(code, view="all"))
    assert check("a.rst")[:2] == (1, f"a.rst:{line}: {what}\n")


def test_a_scenario_that_does_not_exist_is_a_fault(check, tmp_path):
    (tmp_path / "a.md").write_text('```lockstep scenario="async_with"\n```\n')
    code, out, _ = check("a.md")
    assert (code, "a.md:1: no scenario is called 'async_with'; did you mean" in out) == (1, True)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "the following arguments are required: PATH"),
        (["nowhere"], "cannot read nowhere: No such file or directory"),
        (["a.txt"], "a.txt is none of the files that are read: .py, .md, .markdown, .rst"),
        (["--seconds", "0", "a.txt"], "'0' is not a time"),
        (["latin.md"], "cannot read latin.md: "),
    ],
)
def test_what_cannot_be_read_ends_with_2(check, tmp_path, arguments, sentence):
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "latin.md").write_bytes(b"\xe4\n")
    code, out, err = check(*arguments)
    assert (code, out, sentence in err) == (2, "", True)


def test_an_unreadable_file_does_not_hide_what_the_others_claim(check, tmp_path):
    (tmp_path / "a.md").write_bytes(b"\xe4\n")
    (tmp_path / "b.md").write_text(fence(COUNTER, 'outcomes="2"'))
    code, out, err = check(".")
    assert (code, out[:7], "cannot read a.md" in err) == (2, "b.md:3:", True)


def test_a_claim_that_is_misspelt_is_a_fault_and_not_passed_over(check, tmp_path):
    (tmp_path / "a.markdown").write_text(fence(COUNTER, 'outcome="2"'))
    assert check(".")[:2] == (
        1,
        "a.markdown:3: 'outcome' states nothing; did you mean 'outcomes'?\n",
    )


def test_where_nothing_is_marked_that_is_said(check, tmp_path):
    (tmp_path / "a.md").write_text("# Title\n")
    assert check(".") == (0, "", "Nothing to check: nothing under . is marked.\n")


def test_what_was_explored_is_kept_unless_that_is_switched_off(check, tmp_path):
    (tmp_path / "a.md").write_text(fence(COUNTER, 'outcomes="1 | 2"'))
    assert check("--no-cache", "a.md")[0] == 0
    assert not (tmp_path / "kept").exists()
    assert check("a.md")[0] == 0
    [kept] = (tmp_path / "kept").iterdir()
    content = json.loads(kept.read_text())
    content["exploration"]["outcomes"] = []  # a mark that only what is kept can leave
    kept.write_text(json.dumps(content))
    assert "no order ends as 1 or 2" in check("a.md")[1]
    assert check("--no-cache", "a.md")[0] == 0
    kept.write_text("half wri")
    assert check("a.md")[0] == 0


def test_a_program_that_holds_its_process_for_ever_is_ended_and_undecided(check, tmp_path):
    (tmp_path / "a.py").write_text("# Outcomes: 1\nimport itertools\nsum(itertools.count())\n")
    code, out, _ = check("--seconds", "1", "a.py")
    assert (code, out) == (
        1,
        "a.py:1: could not be decided: the bound of 1 s was hit before an answer "
        "(--seconds gives more)\n",
    )


def test_a_program_that_ends_its_process_is_a_fault(check, tmp_path):
    (tmp_path / "a.py").write_text("# Outcomes: 1\nimport os\nos._exit(3)\n")
    code, out, _ = check("a.py")
    assert (code, out.splitlines()) == (
        1,
        [
            "a.py:1: the claim 'outcomes: 1' is untrue: it can also end as os._exit(3) "
            "(shortest schedule: written)",
            "a.py:1: the claim 'outcomes: 1' is untrue: no order ends as 1",
        ],
    )

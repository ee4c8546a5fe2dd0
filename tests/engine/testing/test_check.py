"""`lockstep.check(main)`, and the decorated test without pytest."""

import importlib.util
import sys
import textwrap

import pytest

import lockstep
from tests.oracle import cases

HEAD = """\
import asyncio
import lockstep

LOG = []

async def add(n):
    await asyncio.sleep(1)
    LOG.append(n)

"""


@pytest.fixture
def module(tmp_path):
    """Import a text as a module of its own file."""
    made = []

    def imported(text, name="a_module_of_tests"):
        file = tmp_path / f"{name}.py"
        file.write_text(text)
        spec = importlib.util.spec_from_file_location(name, file)
        found = importlib.util.module_from_spec(spec)
        sys.modules[name] = found
        made.append(name)
        spec.loader.exec_module(found)
        return found

    yield imported
    for name in made:
        sys.modules.pop(name, None)


def of(module, body):
    return module(HEAD + textwrap.dedent(body))


def test_what_holds_in_every_order_is_returned_with_their_number(module):
    found = lockstep.check(
        of(
            module,
            """\
            async def main():
                await asyncio.gather(add(1), add(2), add(3))
                assert sorted(LOG) == [1, 2, 3]

            if __name__ == "__main__":
                asyncio.run(main())
            """,
        ).main
    )
    assert (found.complete, found.interleavings) == (True, 6)


def test_an_order_that_fails_is_raised_with_what_shows_it(module):
    tests = of(
        module,
        """\
        async def main():
            await asyncio.gather(add(1), add(2))
            if LOG == [2, 1]:
                raise ValueError(LOG)
        """,
    )
    with pytest.raises(lockstep.OrderFailed) as caught:
        lockstep.check(tests.main)
    failed = caught.value
    assert isinstance(failed, ValueError)
    assert str(failed).startswith("main: 1 of 2 orders fails; the shortest has one deviation")
    assert "add 1  writes LOG = [2, 1] (line 8)" in failed.words
    assert "lockstep" not in failed.script.split("PROGRAM = ")[1].split("Schedule")[0]


def test_a_function_that_stands_in_a_test_is_called_anew_too(module):
    tests = of(
        module,
        """\
        class TestIt:
            def test_log(self):
                async def main():
                    await asyncio.gather(add(1), add(2))
                    assert len(LOG) == 2
                    return \"\"\"
            as it is\"\"\"
                return lockstep.check(main)
        """,
    )
    [outcome] = tests.TestIt().test_log().outcomes[:1]
    assert outcome.result == repr("\n    as it is")


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("def main(): ...", "check() is for coroutine functions, and main is none"),
        ("async def main(account): ...", "main takes account, and check() passes nothing"),
        (
            "def make():\n    log = []\n    async def inner():\n        log.append(1)\n"
            "    return inner\nmain = make()",
            "make.<locals>.inner takes log from what it stands in",
        ),
    ],
)
def test_what_cannot_be_called_anew_is_refused(module, body, words):
    with pytest.raises(lockstep.CannotExplore, match=f"^{words.replace('()', '.*')}"):
        lockstep.check(of(module, body).main)


def test_a_decorated_test_can_be_called_without_pytest(module):
    tests = of(
        module,
        """\
        @lockstep.every_order
        async def test_log():
            await asyncio.gather(add(1), add(2))
            assert LOG == [1, 2]

        @lockstep.every_order
        async def test_takes(account): ...
        """,
    )
    with pytest.raises(lockstep.OrderFailed, match="1 of 2 orders fails"):
        tests.test_log()
    with pytest.raises(lockstep.CannotExplore, match="only pytest can make anew"):
        tests.test_takes(1)


def test_only_coroutine_functions_are_decorated():
    with pytest.raises(TypeError, match="`async def` tests, and .*<lambda> is none"):
        lockstep.every_order(lambda: None)


#: Cases that end with a call of asyncio.run(main()).
ENDING = "asyncio.run(main())"
CASES = [
    name
    for name, case in cases.CASES.items()
    if "outcomes" in case
    and not case.get("at_least")
    and not case.get("may_doubt")
    and cases.source(name).rstrip().endswith(f"\n{ENDING}")
]


@pytest.mark.parametrize("name", CASES)
def test_a_case_fails_if_and_only_if_the_oracle_found_an_order_that_does(module, name):
    text = cases.source(name).rstrip().removesuffix(ENDING)
    main = module(text, "a_case").main
    fails = sorted({status for status, _ in cases.outcomes(name)} - {"ok"})
    try:
        found = lockstep.check(main, seconds=20)
    except lockstep.OrderFailed as failed:
        assert fails
        assert failed.exploration.outcomes
    else:
        assert (fails, found.complete) == ([], True)

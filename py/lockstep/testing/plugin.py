"""The plugin of pytest: tests decorated with `lockstep.every_order` run in every order.

Nothing of a decorated test runs in pytest's own world: its fixtures are made anew in each order.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from lockstep.clock import real_seconds
from lockstep.english import counted
from lockstep.instrument import SourceError
from lockstep.testing.call import CannotExplore, program
from lockstep.testing.decorator import MARK, exploring
from lockstep.testing.fixtures import call_of
from lockstep.testing.verdict import SECONDS, NotVerified, OrderFailed, explored, verdict

#: Under what a test's report carries its verdict.
_PROPERTY = "lockstep"
#: Exceptions by which pytest's own functions end a test.
_OUTCOMES: dict[str, Callable[[str], BaseException]] = {
    "Skipped": lambda reason: pytest.skip.Exception(reason, _use_item_location=True),
    "XFailed": pytest.xfail.Exception,
}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--lockstep-seconds`` and ``lockstep_seconds``."""
    group = parser.getgroup("lockstep", "tests in every order")
    group.addoption(
        "--lockstep-seconds",
        type=_seconds,
        metavar="S",
        help="time to spend on the orders of one test, unless its decorator says otherwise "
        f"(default {SECONDS:g})",
    )
    parser.addini("lockstep_seconds", "as --lockstep-seconds", default=str(SECONDS))


def _seconds(text: str) -> float:
    try:
        return real_seconds(text)
    except ValueError as error:
        raise pytest.UsageError(str(error)) from None


class EveryOrder(pytest.Function):
    """A test that is explored."""

    def setup(self) -> None:
        """Set nothing up here: every order sets up its own."""

    def runtest(self) -> None:
        """Explore the test; fail with the shortest order in which it fails."""
        settings = getattr(self.obj, MARK)
        if settings.seconds is None:
            given = self.config.getoption("--lockstep-seconds")
            ini = self.config.getini("lockstep_seconds")
            settings = replace(settings, seconds=given if given is not None else _seconds(ini))
        test = program(self.name, self.module, call_of(self))
        try:
            with exploring():
                found = explored(test, settings)
        except OrderFailed as failed:
            self._end_as_pytest_does(failed)
            self.user_properties.append((_PROPERTY, "failed"))
            raise
        text = verdict(found)
        self.user_properties.append((_PROPERTY, text))
        self.add_report_section("call", "lockstep", text)

    def _end_as_pytest_does(self, failed: OrderFailed) -> None:
        """Skip, where the test itself does so in every order."""
        rows = failed.exploration.outcomes
        causes = {row.cause["type"] if row.cause else "" for row in rows}
        if len(causes) == 1 and (end := _OUTCOMES.get(causes.pop())):
            raise end(_reason(str(rows[0].result)))

    # Any: pytest has public names for neither
    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Say what happened in words; frames of the explorer say nothing of the test."""
        error = excinfo.value
        if isinstance(error, OrderFailed):
            return f"{error}\n\n{self._script(error)}".rstrip()
        if isinstance(error, NotVerified | CannotExplore | SourceError):
            return str(error)
        return super().repr_failure(excinfo)

    def _script(self, failed: OrderFailed) -> str:
        """Put the script where it can be run, and say so; whole where everything is shown."""
        if not failed.script:
            return "Stock asyncio alone has nothing to show of it."
        file = self._file_of_script()
        if file is None or self.config.get_verbosity() > 0:
            shown = f"The script for stock asyncio:\n\n{failed.script}"
        else:
            shown = ""
        if file is None:
            return shown
        file.write_text(failed.script, encoding="utf-8")
        return f"On stock asyncio, without Lockstep: python {file}\n\n{shown}".rstrip()

    def _file_of_script(self) -> Path | None:
        cache = getattr(self.config, "cache", None)
        if cache is None:
            return None
        name = re.sub(r"[^\w.-]+", "_", self.nodeid.replace(".py", "")).strip("_")
        return Path(cache.mkdir("lockstep")) / f"{name[:150]}.py"


def _reason(result: str) -> str:
    """What was given to pytest.skip(), out of the spelled exception."""
    found = re.match(r"""\w+\((['"])(?P<words>.*)\1\)$""", result, re.DOTALL)
    return found["words"] if found else ""


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_pycollect_makeitem(
    collector: pytest.Module | pytest.Class, obj: object
) -> Generator[None, object, object]:
    """Make items of ours out of decorated tests."""
    made = yield
    if getattr(obj, MARK, None) is None or made is None:
        return made
    items = made if isinstance(made, list) else [made]
    return [_ours(each) if type(each) is pytest.Function else each for each in items]


def _ours(item: pytest.Function) -> EveryOrder:
    made: EveryOrder = EveryOrder.from_parent(
        item.parent,
        name=item.name,
        callspec=getattr(item, "callspec", None),
        callobj=item.obj,
        fixtureinfo=item._fixtureinfo,
        keywords={mark.name: mark for mark in item.own_markers},
        originalname=item.originalname,
    )
    return made


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say of how many tests all orders were tried, and why not of the others."""
    verdicts = list(_verdicts(terminalreporter.stats))
    if not verdicts:
        return
    terminalreporter.section("lockstep")
    is_verbose = terminalreporter.config.get_verbosity() > 0
    whole = [text for _, text in verdicts if text.startswith("verified")]
    failed = [text for _, text in verdicts if text == "failed"]
    for nodeid, text in verdicts:
        if is_verbose or text.startswith("not verified") or "no assertion notices" in text:
            terminalreporter.write_line(f"{nodeid}: {text}")
    rest = len(verdicts) - len(whole) - len(failed)
    parts = [
        f"{counted(len(whole), 'test')} verified over all orders",
        f"{len(failed):,} failed in one" if failed else "",
        f"{rest:,} not verified (more with --lockstep-seconds)" if rest else "",
    ]
    terminalreporter.write_line("; ".join(filter(None, parts)))


def _verdicts(stats: Mapping[str, Sequence[object]]) -> Iterator[tuple[str, str]]:
    for reports in stats.values():
        for report in reports:
            if not isinstance(report, pytest.TestReport) or report.when != "call":
                continue
            for name, value in report.user_properties:
                if name == _PROPERTY:
                    yield report.nodeid, str(value)

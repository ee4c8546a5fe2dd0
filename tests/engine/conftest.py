"""Shared by the engine's tests."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from typing import Any

import pytest

import lockstep
from lockstep.run import run


@pytest.fixture
def ran() -> Callable[..., lockstep.Trace]:
    """Run an indented program text; ``main`` is called for it unless it does so itself."""

    def go(source: str, **options: Any) -> lockstep.Trace:
        text = "import asyncio\n" + textwrap.dedent(source)
        if "asyncio.run(" not in text:
            text += "\nasyncio.run(main())\n"
        return run(text, **options)

    return go

"""The door for the page: a request in JSON, an answer in JSON, never an exception.

A worker starts with what a run needs; what only some requests need is imported by the first that
does.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING

from lockstep.environment.limits import Limits
from lockstep.instrument import SourceError
from lockstep.run import read_text, run
from lockstep.schedulers import BadSchedule, Misfit
from lockstep.trace import Trace, wire

if TYPE_CHECKING:
    from lockstep.explore.choices import Orders


def answer(request: str, report: Callable[[str], None] = lambda _: None) -> str:
    """Run the program of ``request`` and return what happened, both as JSON.

    While it runs, ``report`` is called with how it goes on, as JSON. The request has ``source`` and
    may have ``filename``, ``schedule``, ``seed`` and ``seconds`` (of real time). The answer has
    ``trace``, or ``error`` with ``kind`` ('source', 'schedule' or 'internal'), ``message`` and
    ``line``.
    """
    try:
        asked: wire.Row = json.loads(request)
        seconds = asked.get("seconds")
        trace = run(
            asked["source"],
            asked.get("schedule"),
            asked.get("seed", 0),
            filename=asked.get("filename", "program.py"),
            limits=Limits(seconds=seconds) if seconds else None,
            progress=lambda running: report(json.dumps({"running": running}, ensure_ascii=False)),
        )
        return f'{{"trace":{trace.to_json()}}}'
    except SourceError as error:
        return _refused("source", str(error), error.line)
    except (BadSchedule, Misfit) as error:
        return _refused("schedule", str(error), None)
    except Exception as error:
        return _refused("internal", f"{type(error).__name__}: {error}", None)


def read(program: str) -> None:
    """Keep what runs of a program do with its text alone: of a request, ``program`` has that."""
    asked: wire.Row = json.loads(program)
    read_text(asked["source"], asked.get("filename", "program.py"))


def explore(request: str, report: Callable[[str], None]) -> str:
    """Explore the program of ``request`` and return what was found, both as JSON.

    The request is that of `answer`, and may have ``latency``, and ``locks``, to be told as well how
    the orders end without each lock, within half of ``seconds``. ``report`` is called a few times a
    second with what is known so far, as JSON; if the request has ``shows_run``, first with the
    ``trace`` of the default order, which is run in any case. The answer has ``exploration`` and, if
    its orders are counted, ``orders`` (`lockstep.explore.choices`); or ``error``.
    """
    from lockstep.explore import Asked, ask_of_locks  # noqa: PLC0415
    from lockstep.explore.choices import explore_and_count  # noqa: PLC0415

    def progress(known: wire.Exploration) -> None:
        report(json.dumps(known, ensure_ascii=False))

    try:
        asked: wire.Row = json.loads(request)
        program, latency = _program(asked), asked.get("latency", "any")
        seconds = asked.get("seconds")
        if asked.get("locks") and seconds is not None:
            seconds /= 2
        found, orders = explore_and_count(
            asked["source"],
            **program,
            latency=latency,
            seconds=seconds,
            progress=progress,
            show_run=_trace_reported(report) if asked.get("shows_run") else None,
        )
        if asked.get("locks"):
            without = Asked(asked["source"], **program, latency=latency, seconds=seconds)
            ask_of_locks(found, without, progress)
        both = {"exploration": found.to_dict(), "orders": orders and orders.to_dict()}
        return json.dumps(both, ensure_ascii=False)
    except SourceError as error:
        return _refused("source", str(error), error.line)
    except Exception as error:
        return _refused("internal", f"{type(error).__name__}: {error}", None)


def _trace_reported(report: Callable[[str], None]) -> Callable[[Trace], None]:
    return lambda trace: report(f'{{"trace":{trace.to_json()}}}')


def orders(request: str, report: Callable[[str], None]) -> str:
    """Record every order of the program of ``request`` and return them, both as JSON.

    They are for those who choose step by step. The request is that of `answer`, and may have
    ``beginnings``: then one order is recorded for each (`record_beginnings`). Where there are too
    many orders to record, they are counted. ``report`` is called with how many have been ``found``
    so far, and how many of them ``recorded``. The answer has ``orders``
    (`lockstep.explore.choices`) or ``error``.
    """
    try:
        asked: wire.Row = json.loads(request)
        found = _orders(
            asked, lambda found, kept: report(json.dumps({"found": found, "recorded": kept}))
        )
        return json.dumps({"orders": found.to_dict()}, ensure_ascii=False)
    except SourceError as error:
        return _refused("source", str(error), error.line)
    except Exception as error:
        return _refused("internal", f"{type(error).__name__}: {error}", None)


def _orders(asked: wire.Row, progress: Callable[[int, int], None]) -> Orders:
    from lockstep.explore.choices import (  # noqa: PLC0415
        explore_and_count,
        record_beginnings,
        record_orders,
    )

    source, program = asked["source"], _program(asked)
    if "beginnings" in asked:
        return record_beginnings(source, asked["beginnings"], **program)
    seconds = asked.get("seconds")
    half = None if seconds is None else seconds / 2  # the rest is for counting them
    found = record_orders(source, **program, seconds=half, progress=progress)
    if found.complete:
        return found
    known, counted = explore_and_count(
        source,
        **program,
        seconds=half,
        progress=lambda known: progress(max(known["interleavings"] or 0, known["executed"]), 0),
    )
    if counted:
        return counted
    found.doubt = next(iter(known.doubts), "there are more of them than can be told apart here")
    return found


def _program(asked: wire.Row) -> wire.Row:
    return {"seed": asked.get("seed", 0), "filename": asked.get("filename", "program.py")}


def grade(request: str) -> str:
    """Judge the answer to an exercise in ``request`` and return the judgement, both as JSON.

    The request has ``exercise`` (its name), ``task`` (the text of its ``task.py``) and ``source``,
    which is what `lockstep.exercises.grade` calls the answer: a program, a schedule or an option.
    The answer has ``grade`` or ``error``.
    """
    from lockstep.exercises.exercise import TASK, exercise  # noqa: PLC0415
    from lockstep.exercises.grade import grade as judge  # noqa: PLC0415

    try:
        asked: wire.Row = json.loads(request)
        found = judge(exercise(asked["exercise"], {TASK: asked["task"]}), asked["source"])
        return json.dumps({"grade": found.to_dict()}, ensure_ascii=False)
    except Exception as error:
        return _refused("internal", f"{type(error).__name__}: {error}", None)


def write(request: str) -> str:
    """Write the run of ``request`` down as a text of another form and return it, both as JSON.

    The request has ``what``: ``script``, a script that shows the run of ``source`` by
    ``schedule`` on stock asyncio, or ``perfetto``, the given ``trace`` for ui.perfetto.dev. The
    answer has ``text`` or ``error``.
    """
    from lockstep.reproduce import NothingToReproduce, script  # noqa: PLC0415
    from lockstep.trace.perfetto import perfetto  # noqa: PLC0415

    try:
        asked: wire.Row = json.loads(request)
        if asked["what"] == "perfetto":
            return json.dumps({"text": perfetto(asked["trace"])}, ensure_ascii=False)
        schedule = asked.get("schedule") or "written"
        filename = asked.get("filename", "program.py")
        text = script(asked["source"], schedule, seed=asked.get("seed", 0), filename=filename)
        return json.dumps({"text": text}, ensure_ascii=False)
    except SourceError as error:
        return _refused("source", str(error), error.line)
    except (BadSchedule, Misfit, NothingToReproduce) as error:
        return _refused("schedule", str(error), None)
    except Exception as error:
        return _refused("internal", f"{type(error).__name__}: {error}", None)


def _refused(kind: str, message: str, line: int | None) -> str:
    return json.dumps({"error": {"kind": kind, "message": message, "line": line}})

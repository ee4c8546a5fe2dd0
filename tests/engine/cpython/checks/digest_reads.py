"""What the digest of a state reads, many thousand times a second, by itself."""

from __future__ import annotations

import asyncio

from tests.engine.cpython.checks.checking import check, must, run


@check
def futures_tasks_handles_and_loops_keep_what_a_digest_of_a_state_is_made_of() -> None:
    of_future = "_state _result _exception _cancel_message _callbacks _asyncio_future_blocking"
    wanted = {
        "Future": of_future,
        "Task": f"{of_future} _must_cancel _fut_waiter _coro",
        "Handle": "_callback _args _context _cancelled",
        "loop": "_exception_handler _task_factory _asyncgens",
    }

    async def main() -> None:
        loop = asyncio.get_running_loop()
        task = asyncio.create_task(asyncio.sleep(0))
        kept = {"Future": loop.create_future(), "Task": task, "loop": loop}
        kept["Handle"] = loop.call_soon(repr, task)
        for kind, names in wanted.items():
            for name in names.split():
                must(hasattr(kept[kind], name), f"a {kind} keeps {name}")
        await task

    run(main())

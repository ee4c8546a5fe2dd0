"""The rooms of py/lockstep: what each may import, and through which doors others come in.

`tests/build/test_doors.py` holds the code to these tables, and `docs/rooms.svg` is drawn from them.
"""

from __future__ import annotations

Table = dict[str, set[str]]


def table(text: dict[str, str]) -> Table:
    """A room, or a module, and what it may import."""
    return {room: set(others.split()) for room, others in text.items()}


# Scenario text -> instrument -> loop -> recording -> trace, and `run` joins them.
LOCKSTEP = table(
    {
        # what the words mean; they know nobody
        "english": "",
        "clock": "",
        "trace": "",
        "objects": "",
        # a moment in a link
        "share": "",
        # lessons know the standard library only
        "scenarios": "",
        "directives": "",
        "catalogue": "directives",
        # what a run reports to
        "observer": "objects schedulers",
        # what is private to CPython
        "cpython": "objects observer",
        # the learner's text becomes observed code
        "instrument": "objects",
        "probe": "cpython environment instrument objects observer",
        # time, order, and the world of a run
        "schedulers": "",
        "loop": "clock cpython environment observer schedulers",
        "environment": "clock cpython instrument objects observer",
        # what is seen
        "recording": (
            "clock cpython directives environment findings objects observer schedulers trace"
        ),
        # what it means
        "findings": "clock english trace",
        # the joints
        "run": (
            "clock cpython directives environment findings instrument loop objects observer probe "
            "recording schedulers trace"
        ),
        "__init__": "environment explore instrument loop run schedulers share testing trace",
        # the learner's text, in which a lock keeps nobody waiting
        "open_locks": "",
        # many runs
        "explore": (
            "clock cpython directives english environment instrument loop objects observer "
            "open_locks run schedulers trace"
        ),
        # a run as a script for stock asyncio
        "reproduce": "environment run schedulers trace",
        # tests in every order
        "testing": "clock english environment explore instrument reproduce run schedulers trace",
        # runs in the pages of others
        "embedding": "__init__ catalogue explore run schedulers trace",
        "checking": "embedding instrument schedulers trace",
        "fences": "checking embedding instrument",
        "sphinx": "__init__ checking embedding instrument",
        # what a learner is asked, and a grader that judges the answer over every order
        "exercises": "clock directives english explore instrument run schedulers trace",
        # the two ways in: the page's worker and the command line
        "page": "environment exercises explore instrument reproduce run schedulers trace",
        "cli": (
            "__init__ catalogue checking clock embedding english environment exercises explore "
            "open_locks reproduce run trace"
        ),
        "__main__": "cli",
    }
)

#: The modules by which other rooms come in, beside the room's own name; none where "".
#: A module that stands in no room is a door of its own.
DOORS = table(
    {
        "checking": "blocks check claims markdown",
        "cli": "",
        "cpython": (
            "base_loop class_facts frames futures handles joins library loop_patches monitoring "
            "our_frames read_only replacing sets_of_tasks staying suspension sync_monitor "
            "sync_objects"
        ),
        "embedding": "markup options program recording room",
        "environment": (
            "alarm chance collection hash_order hidden_inputs host_access library_state limits "
            "own_modules process_state settings streams thread_locks tracebacks unsupported "
            "virtual_time world"
        ),
        "exercises": "catalogue exercise grade",
        "explore": "choices engines",
        "explore.model": "batches core happens_before learn machine memory",
        "explore.observe": (
            "choices execute execution footprint happenings listing_sites names plain symmetry "
            "watched_run"
        ),
        "explore.report": "exploration outcomes repeat text versions",
        "explore.search": (
            "audit by_running deviation_bounded dpor endless fewest followed interleavings "
            "set_orders shortest state_graph taken_batches trace_classes"
        ),
        "explore.strategies": "executed session state_by_state summarised",
        "findings": "dataflow verdict",
        "instrument": "stdlib_effects",
        "objects": "inspection registry safe_repr",
        "probe": "program_calls",
        "recording": "activations assemble recorder",
        "reproduce": "script",
        "scenarios": "",
        "schedulers": "",
        "share": "format",
        "testing": "",
        "trace": "events perfetto spans schema wire",
    }
)

#: Inside the explorer. The one entry, `explorer`, joins what the rooms find.
EXPLORE = table(
    {
        "model": "observe",
        "observe": "model",
        "budget": "",
        "summaries": "budget model observe",
        "search": "budget model observe summaries",
        "report": "",
        "strategies": "budget model observe report search summaries",
        "explorer": "budget observe report search strategies summaries",
        "engines": "budget model observe search strategies summaries",
        "choices": "budget explorer model observe report search",
        "without": "budget explorer report",
    }
)

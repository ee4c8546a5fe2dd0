"""The page has a run written down by the functions that the command line uses."""

from __future__ import annotations

import json

import lockstep
from lockstep import page
from lockstep.reproduce import script
from lockstep.trace.perfetto import perfetto

PROGRAM = """\
import asyncio

async def say(name):
    await asyncio.sleep(1)
    print(name)

async def main():
    await asyncio.gather(say("A"), say("B"))

asyncio.run(main())
"""
OTHER = "any-3.13:0=1,1=0"


def written(**request):
    asked = {"source": PROGRAM, "filename": "say.py", **request}
    return json.loads(page.write(json.dumps(asked)))


def test_a_script_is_that_of_the_command_line():
    text = script(PROGRAM, OTHER, filename="say.py")
    assert written(what="script", schedule=OTHER) == {"text": text}
    assert written(what="script", schedule=None)["text"] == script(PROGRAM, filename="say.py")


def test_a_trace_in_perfettos_form_is_that_of_the_command_line():
    trace = lockstep.run(PROGRAM, OTHER, filename="say.py").to_dict()
    assert written(what="perfetto", trace=trace) == {"text": perfetto(trace)}


def test_what_cannot_be_written_is_refused_in_words():
    refused = written(what="script", source="import (")["error"]
    assert (refused["kind"], refused["line"]) == ("source", 1)
    assert written(what="script", schedule="sideways")["error"]["kind"] == "schedule"
    threads = "import threading\nthreading.Thread(target=print).start()\n"
    assert (
        "nothing to show on stock asyncio"
        in written(what="script", source=threads)["error"]["message"]
    )

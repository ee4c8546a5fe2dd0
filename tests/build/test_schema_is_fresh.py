"""What is generated and committed equals what would be generated now."""

import json
import re

import pytest

from lockstep.trace import events
from sitebuild import fix, pipeline
from tests.build.doors import ROOT


@pytest.mark.parametrize("name", fix.GENERATED)
def test_a_generated_file_is_what_its_table_says(name):
    committed = (ROOT / name).read_text(encoding="utf-8")
    assert committed == fix.GENERATED[name](), f"{name} is stale: run `python3 build.py fix`"


def test_the_site_publishes_the_schema_of_a_trace_and_of_an_exploration(tmp_path):
    pipeline.write_schemas(tmp_path / "schema")
    published = {
        path.name: json.loads(path.read_text(encoding="utf-8"))["title"]
        for path in (tmp_path / "schema").iterdir()
    }
    assert published == {
        "trace.json": "lockstep-trace/1",
        "exploration.json": "lockstep-exploration/1",
    }


def test_which_events_end_a_task_is_written_once():
    """`events.TASK_ENDS` and what is generated from it: elsewhere they are not listed again."""
    ends = r"\W+".join(events.TASK_ENDS)
    files = [*(ROOT / "site/js").rglob("*.js"), *(ROOT / "py").rglob("*.py")]
    listing = [
        path.relative_to(ROOT).as_posix()
        for path in files
        if re.search(rf"[\[({{]\W*{ends}\W*[\])}}]", path.read_text("utf-8"))
    ]
    assert listing == ["site/js/trace/states.gen.js"]

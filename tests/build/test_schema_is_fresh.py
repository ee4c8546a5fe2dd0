"""What is generated and committed equals what would be generated now."""

import json

from lockstep.embedding import options
from lockstep.trace import schema
from sitebuild import pipeline
from tests.build.doors import ROOT


def test_the_description_of_the_format_is_the_one_of_the_engine():
    committed = (ROOT / "docs/trace-format.md").read_text(encoding="utf-8")
    assert committed == schema.markdown(), (
        "docs/trace-format.md is stale: run `PYTHONPATH=py .venv/bin/python "
        "-m lockstep.trace.schema --markdown > docs/trace-format.md`"
    )


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


def test_the_javascript_schema_is_the_one_of_the_engine():
    committed = (ROOT / "site/js/trace/schema.gen.js").read_text(encoding="utf-8")
    assert committed == schema.javascript(), (
        "site/js/trace/schema.gen.js is stale: "
        "run `PYTHONPATH=py .venv/bin/python -m lockstep.trace.schema "
        "> site/js/trace/schema.gen.js`"
    )


def test_the_embed_s_options_are_those_of_the_docs_builders():
    committed = (ROOT / "site/js/embed/options.gen.js").read_text(encoding="utf-8")
    assert committed == options.javascript(), (
        "site/js/embed/options.gen.js is stale: run "
        "`PYTHONPATH=py .venv/bin/python -m lockstep.embedding.options "
        "> site/js/embed/options.gen.js`"
    )

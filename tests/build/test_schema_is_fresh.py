"""What is generated and committed equals what would be generated now."""

from lockstep.embedding import options
from lockstep.trace import schema
from tests.build.doors import ROOT


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

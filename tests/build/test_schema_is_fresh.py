"""What is generated and committed equals what would be generated now."""

from lockstep import schema
from tests.build.doors import ROOT


def test_the_javascript_schema_is_the_one_of_the_engine():
    committed = (ROOT / "site/js/schema.gen.js").read_text(encoding="utf-8")
    assert committed == schema.javascript(), (
        "site/js/schema.gen.js is stale: "
        "run `PYTHONPATH=py .venv/bin/python -m lockstep.schema > site/js/schema.gen.js`"
    )

"""Every trace keeps the rules of `events` and `states`: scenarios, the corpus, chance programs."""

import json

import pytest
from hypothesis import HealthCheck, given, settings

import lockstep
from lockstep import catalogue
from tests.engine import conform, generate
from tests.engine.faithful import programs

SCENARIOS = {entry["name"]: entry["source"] for entry in catalogue.load()}
CORPUS = programs.load()


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_trace_of_a_scenario_keeps_every_rule(name):
    conform.check(lockstep.run(SCENARIOS[name]))


@pytest.mark.parametrize("name", CORPUS)
def test_the_trace_of_a_program_of_the_corpus_keeps_every_rule(name):
    conform.check(lockstep.run(CORPUS[name]))


@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(generate.programs())
def test_the_trace_of_a_program_made_by_chance_keeps_every_rule(source):
    conform.check(lockstep.run(source))


def test_a_trace_is_json_of_plain_values_with_the_fields_of_the_contract():
    trace = lockstep.run(SCENARIOS["unlocked"])
    read_back = json.loads(trace.to_json())
    assert read_back == trace.to_dict()
    assert read_back["schema"] == "lockstep-trace/1"
    contract = (
        "schema python runtime source schedule status result state stdout tasks objects events "
        "findings duration_us"
    )
    assert set(contract.split()) <= read_back.keys()

"""The rows of an answer, and what it costs to keep them."""

from collections import Counter
from math import factorial

from lockstep.explore import explore
from lockstep.explore.report.outcomes import Outcomes

WORKERS = """
import asyncio
turn = 0
async def work():
    global turn
    await asyncio.sleep(1)
    turn += 1
    return turn
async def main():
    return await asyncio.gather(*(work() for _ in range({})))
asyncio.run(main())
"""


def test_what_makes_an_outcome_its_own_is_found_out_once_for_each_run(monkeypatch):
    asked = Counter()
    state = Outcomes.state

    def noted(self, outcome):
        asked[id(outcome)] += 1
        return state(self, outcome)

    monkeypatch.setattr(Outcomes, "state", noted)
    answer = explore(WORKERS.format(4))

    assert (answer.complete, len(answer.outcomes)) == (True, factorial(4))
    assert all(row.is_shortest for row in answer.outcomes)
    assert max(asked.values()) <= 4  # not once for each outcome that there is

"""Every order that asyncio could produce: how many there are, and how each ends.

First the orders are really run, one by one (`observe.execute`, `search.by_running`); where there
are few, that is the answer. Where there are many, the program is run a few times under watch
(`observe.watched_run`, `observe.step_observer`), what each step did is kept (`model`), and orders
are followed without running them: counted (`search.interleavings`), told apart
(`search.trace_classes`, `search.dpor`), searched for the shortest way to each ending
(`search.shortest`). What was counted is audited by runs (`search.audit`). Every outcome shown comes
from a real run (`explorer`), and `report` says it. `without` asks the same of a program one lock
of which keeps nobody waiting. Why a claim may be made: `docs/explorer.md`.
"""

from lockstep.explore.explorer import Explorer, explore
from lockstep.explore.observe.watched_run import Program
from lockstep.explore.report.exploration import Exploration, Outcome
from lockstep.explore.report.text import is_by_sets, losing, verdict
from lockstep.explore.without import Asked, ask_of_locks

__all__ = [
    "Asked",
    "Exploration",
    "Explorer",
    "Outcome",
    "Program",
    "ask_of_locks",
    "explore",
    "is_by_sets",
    "losing",
    "verdict",
]

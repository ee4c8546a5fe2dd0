"""Every order that asyncio could produce: how many there are, and how each ends.

The program is run a few times under watch (`trial`, `witness`), what each step did is kept
(`learn`, `memory`), and orders are then followed without running them (`core`, `machine`,
`batches`): counted (`orders`), told apart (`classes`, `reduce`), searched for the shortest way
to each ending (`shortest`). Every outcome shown comes from a real run (`explorer`).
"""

from lockstep.explore.exploration import Exploration, Outcome
from lockstep.explore.explorer import explore

__all__ = ["Exploration", "Outcome", "explore"]

"""What is known of a program's orders, found out once in a process; it is only looked at."""

import functools
from collections import Counter

from lockstep.explore import explore
from lockstep.explore.choices import record_orders

explored = functools.cache(explore)
recorded = functools.cache(record_orders)


def every(orders):
    return range(len(orders.orders))


def ends(orders):
    """Return how often the orders end as what."""
    return Counter((orders.trace(at)["status"], orders.trace(at)["result"]) for at in every(orders))

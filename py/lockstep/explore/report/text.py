"""An exploration in words."""

from __future__ import annotations

from lockstep.english import capitalized, every, joined
from lockstep.explore.report.exploration import Exploration, Outcome
from lockstep.trace import wire

#: How the doubt begins that no exploring can be rid of.
NO_END = "no end of orders is in sight"

_LATENCY = {
    "any": "sleeps of any length",
    "written": "sleeps as long as written, ties in any order",
}


def describe(outcome: Outcome, expected: str | None) -> None:
    """Say of an outcome what it is, given the result that the file expects."""
    final = _final(outcome)
    outcome.misses = outcome.status == "ok" and expected is not None and final != expected
    outcome.tone = _tone(outcome, expected)
    if not (outcome.status == "deadlock" and outcome.text):  # else it is said already
        outcome.text = _outcome_text(outcome, final)


def _final(outcome: Outcome) -> str | None:
    """Return the one value to compare: the program's result, else its only shared value."""
    if outcome.status == "ok" and outcome.result != "None":
        return outcome.result
    return next(iter(outcome.state.values())) if len(outcome.state) == 1 else None


def _tone(outcome: Outcome, expected: str | None) -> str:
    """Return whether a run ended as its program wants: 'right', 'wrong' or 'neutral'."""
    if outcome.status != "ok":
        return "neutral" if outcome.status == "limit" else "wrong"
    if expected is not None:
        return "wrong" if outcome.misses else "right"
    return "wrong" if outcome.loses or outcome.is_outdated else "neutral"


def loses(trace: wire.Trace) -> bool:
    """Return whether an update was lost in a run."""
    return any(finding["kind"] == "lost-update" for finding in trace["findings"])


def is_outdated(trace: wire.Trace) -> bool:
    """Return whether a task acted on a check that was out of date in a run."""
    return any(finding["kind"] == "check-then-act" for finding in trace["findings"])


def cause(trace: wire.Trace) -> wire.Cause | None:
    """Return the type and the line of the exception that ended a run, if one did."""
    error = trace["error"]
    return {"type": error["type"], "line": error["line"]} if error else None


def stands_still(trace: wire.Trace) -> str:
    """Return what to say of a run in which the loop's thread itself waits for ever, else ''."""
    error = trace["error"]
    return f"deadlock: {error['message']}" if trace["status"] == "deadlock" and error else ""


def _outcome_text(outcome: Outcome, final: str | None) -> str:
    """Return what to say after a number of orders."""
    special = {
        "deadlock": "deadlock",
        "limit": "hit the bound for one run",
        "failed": f"fail: {outcome.result}",
        "error": f"raise {outcome.result}",
    }
    if outcome.status in special:
        return special[outcome.status]
    if final is not None:
        return f"end at {final}"
    if outcome.state:
        return f"end with {joined([f'{name} = {value}' for name, value in outcome.state.items()])}"
    return "end well"


def _orders(exploration: Exploration, outcomes: list[Outcome]) -> int:
    counted = exploration.interleavings is not None
    return sum((o.interleavings if counted else o.classes) or 0 for o in outcomes)


def _total(exploration: Exploration) -> int:
    if exploration.interleavings is not None:
        return exploration.interleavings
    return _orders(exploration, exploration.outcomes)


def _noun(exploration: Exploration, n: int) -> str:
    kind = "order" if exploration.interleavings is not None else "distinct order"
    return kind if n == 1 else f"{kind}s"


def verdict(exploration: Exploration) -> dict[str, str]:
    """Return what an ``exploration`` found in words: ``tone``, ``headline`` and ``text``."""
    wrong = [o for o in exploration.outcomes if o.tone == "wrong"]
    if not exploration.deterministic:
        return _verdict("wrong", "This program is not deterministic.", exploration.notes[0])
    if exploration.method in ("deviations", "samples"):
        return _partly(exploration, wrong)
    total = _total(exploration)
    if not total:
        return _default_order_only(exploration, wrong)
    if wrong:
        return _wrong(exploration, wrong, total)
    return _no_failure(exploration, total)


def is_by_sets(outcome: Outcome) -> bool:
    """Return whether only another order of sets leads to an outcome; no counted order does."""
    return bool(outcome.set_order) and outcome.interleavings == 0


def _no_failure(exploration: Exploration, total: int) -> dict[str, str]:
    if not exploration.tried_all:
        return _verdict("neutral", f"No failure so far, in {total:,} {_noun(exploration, total)}.",
                     _unfinished(exploration))  # fmt: skip
    if len(exploration.outcomes) == 1:
        outcome = exploration.outcomes[0]
        share = capitalized(every(total, _noun(exploration, 1)))
        verb = f"{outcome.text.split()[0]}s" if total == 1 else outcome.text.split()[0]
        rest = outcome.text.partition(" ")[2]
        tone = "right" if outcome.tone == "right" else "neutral"
        headline = f"{share} {verb} {rest}".strip()
        return _verdict(tone, f"{headline}.", _verified(exploration))
    headline = f"{len(exploration.outcomes)} outcomes in {total:,} {_noun(exploration, total)}."
    if any(map(is_by_sets, exploration.outcomes)):
        headline = f"{headline[:-1]}, by the order of a set of tasks."
    return _verdict("neutral", headline, _verified(exploration))


def _default_order_only(exploration: Exploration, wrong: list[Outcome]) -> dict[str, str]:
    if wrong:
        is_default = all(outcome.deviations == 0 for outcome in wrong)
        verb = _what_goes_wrong(wrong, is_default, exploration.update)
        who = "The usual order" if is_default else "Some orders"
        return _verdict("wrong", f"{who} {verb}.", _unfinished(exploration))
    return _verdict("neutral", "No failure in the usual order.", _unfinished(exploration))


def _going_wrong(exploration: Exploration, wrong: list[Outcome]) -> int:
    """Return how many orders go wrong: of a row that does so by losing alone, those that lose."""
    counted = exploration.interleavings is not None
    partly = [o for o in wrong if _loses_only(o) and o.losing is not None and counted]
    rest = [o for o in wrong if o not in partly]
    return sum(o.losing or 0 for o in partly) + _orders(exploration, rest)


def _loses_only(outcome: Outcome) -> bool:
    return outcome.status == "ok" and not outcome.misses and not outcome.is_outdated


def losing(outcome: Outcome, update: str) -> str:
    """Return in how many orders of an ``outcome`` an update is lost, where not in all or none.

    ``update`` is what the program's file calls one.
    """
    some, every = outcome.losing, outcome.interleavings
    if not some or some == every:
        return ""
    article = "an" if update[0] in "aeiou" else "a"
    return f"; in {some:,} of them {article} {update} is lost"


def _wrong(exploration: Exploration, wrong: list[Outcome], total: int) -> dict[str, str]:
    bad = _going_wrong(exploration, wrong)
    verb = _what_goes_wrong(wrong, bad == 1, exploration.update)
    text = _verified(exploration) if exploration.tried_all else _unfinished(exploration)
    if not bad and any(map(is_by_sets, wrong)):
        headline = f"Some orders {verb} where a set lists its tasks otherwise than as created."
        return _verdict("wrong", headline, text)
    share = f"{bad:,} of {total:,} {_noun(exploration, total)}"
    if total in (1, bad):
        share = capitalized(every(total, _noun(exploration, 1)))
    if not exploration.tried_all:
        share = f"{share} tried so far"
    return _verdict("wrong", f"{share} {verb}.", text)


def _is_counted_loss(outcome: Outcome) -> bool:
    """Return whether every order that goes wrong in a row is known to lose an update."""
    if outcome.interleavings is None and outcome.classes is None:
        return outcome.loses  # nothing is counted, and no number said
    if is_by_sets(outcome):
        return outcome.loses
    lost = outcome.losing
    return lost is not None and (_loses_only(outcome) or lost == outcome.interleavings)


#: What orders do that end so: one of them, several.
_VERBS = {
    "deadlock": ("deadlocks", "deadlock"),
    "failed": ("fails an assertion", "fail an assertion"),
    "error": ("raises an exception", "raise an exception"),
}


def _what_goes_wrong(wrong: list[Outcome], one: bool, update: str) -> str:
    kinds = {o.status for o in wrong}
    if kinds == {"ok"}:
        return _what_is_lost(wrong, one, update)
    verbs = _VERBS.get(next(iter(kinds))) if len(kinds) == 1 else None
    single, plural = verbs or ("goes wrong", "go wrong")
    return single if one else plural


def _what_is_lost(wrong: list[Outcome], one: bool, update: str) -> str:
    article = "an" if update[0] in "aeiou" else "a"
    if all(_is_counted_loss(o) for o in wrong):
        return f"{'loses' if one else 'lose'} {article} {update}"
    if not any(o.misses for o in wrong):
        loss = [f"loses {article} {update}"] if any(o.loses for o in wrong) else []
        check = ["acts on an outdated check"] if any(o.is_outdated for o in wrong) else []
        return f"{'ends' if one else 'end'} as one does that {' or '.join(loss + check)}"
    return f"{'does' if one else 'do'} not end as expected"


def orders(exploration: Exploration) -> str:
    """Return 'all 90 orders', 'the only order'."""
    return every(_total(exploration), _noun(exploration, 1))


def _verified(exploration: Exploration) -> str:
    if not exploration.complete:
        return exploration.notes[0]
    python = ".".join(exploration.python.split(".")[:2])
    parts = [_run_share(exploration)]
    total, classes = exploration.interleavings, exploration.classes
    if total is not None and classes is not None and classes < total:
        parts.append(f"{classes:,} distinct")
    if exploration.set_orders > 1:
        parts.append(f"tasks in sets in all {exploration.set_orders:,} orders")
    parts += [f"Python {python}", _latency(exploration)]
    return f"Verified over {orders(exploration)} that asyncio can produce ({'; '.join(parts)})."


def _latency(exploration: Exploration) -> str:
    """Return how long sleeps take; a program that reads the clock knows when one was too short."""
    if exploration.reads_clock and exploration.latency == "any":
        return "sleeps as long as they say, or any longer, by the clock that it reads"
    return _LATENCY[exploration.latency]


def _run_share(exploration: Exploration) -> str:
    """Return how many of the orders were really run."""
    total, executed = exploration.interleavings, exploration.executed
    if total is not None and executed < total and exploration.transitions is not None:
        alike = ", equal tasks taken for one" if exploration.alike else ""
        return f"{executed:,} run from end to end, and every step of the rest{alike}"
    if total is None or executed < total:
        return f"{executed:,} run, the rest followed"
    return "it was run" if total == 1 else f"{'both' if total == 2 else f'all {total:,}'} run"


def _unfinished(exploration: Exploration) -> str:
    about = f" of about {exploration.estimate:,}" if exploration.estimate else ""
    return f"Not all orders{about} have been tried: this is no proof."


def _partly(exploration: Exploration, wrong: list[Outcome]) -> dict[str, str]:
    reach = next((note for note in exploration.notes if note.startswith("Tried: ")), "")
    tried = reach.removeprefix("Tried: ").rstrip(".") or "the usual order"
    if wrong:
        verb = _what_goes_wrong(wrong, False, exploration.update)
        return _verdict("wrong", f"Some orders {verb}.", f"Tried so far: {tried}; there are more.")
    if exploration.outcomes and all(o.status == "limit" for o in exploration.outcomes):
        text = "Every run that was tried hit the bound for one run: does a loop never end?"
        return _verdict("neutral", "No order has come to its end.", text)
    no_end = next((doubt for doubt in exploration.doubts if doubt.startswith(NO_END)), "")
    why = f"{capitalized(no_end)}." if no_end else "There are more orders: this is no proof."
    return _verdict("neutral", f"No failure in {tried}.", why)


def _verdict(tone: str, headline: str, text: str) -> dict[str, str]:
    return {"tone": tone, "headline": headline, "text": text}

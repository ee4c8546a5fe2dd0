"""E0: every choice at every boundary on the real loop, one run each, without any reduction.

The oracle that the other two are held against. A *word* is the sequence of the steps of tasks;
the key of a trace is that of `lockstep.explore.model.happens_before`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from lockstep.explore.model.happens_before import HappensBefore
from lockstep.explore.model.learn import Learner
from lockstep.explore.model.memory import Memory
from lockstep.explore.observe.watched_run import Program, watch
from tests.engine.every_order import _Following


@dataclass
class Everything:
    words: dict = field(default_factory=dict)  # word -> how it ended
    traces: dict = field(default_factory=dict)  # key of the trace -> how it ended
    keys: dict = field(default_factory=dict)  # word -> keys of all traces that it can be
    endings: set = field(default_factory=set)  # all there are; one word can have two
    runs: int = 0

    @property
    def classes(self):
        """The words, those together that are one class: some traces of two words are the same."""
        classes = []
        for word, keys in self.keys.items():
            same = [each for each in classes if each[1] & keys]
            classes = [each for each in classes if each not in same]
            merged = [word, *(word for words, _ in same for word in words)]
            classes.append((merged, keys.union(*(keys for _, keys in same))))
        return [words for words, _ in classes]

    def summary(self):
        """What E1 has to agree with: orders and classes by ending."""
        return Counter(self.words.values()), Counter(self.traces.values())


def everything(source, most=30_000):
    found = enumerated(source, most, folded=True)
    return found if found is not None else enumerated(source, most, folded=False)


def enumerated(source, most, folded):
    memory, program = Memory(folded), Program.of(source, "program.py", 0)
    found, path = Everything(), []
    while True:
        following = _Following(path)
        run = watch(memory, program, following)
        if run.must_unfold and folded:
            return None
        _add(found, memory, run)
        assert found.runs <= most, f"more than {most:,} runs"
        taken = following.taken
        while taken and taken[-1][0] + 1 == taken[-1][1]:
            taken.pop()
        if not taken:
            return found
        path = [choice for choice, _ in taken[:-1]] + [taken[-1][0] + 1]


def _add(found, memory, run):
    happened = HappensBefore()
    for leaf in Learner(memory).learn(run.log):
        happened = happened.after(memory, leaf)
    word = tuple(e.handle for e in run.log if memory.is_letter(e.handle))
    ending = run.status, run.result
    found.keys.setdefault(word, set()).add(happened.key)
    found.words[word] = ending
    found.endings.add(ending)
    found.traces[happened.key] = ending
    found.runs += 1

"""The faults, by room. A fault that does not fit its function any more says so: rewrite it."""

from __future__ import annotations

from tests.engine.faults.planting import Fault

LOOP = (
    # the ready queue is first in, first out, and arrivals go behind what is queued
    Fault("loop:VirtualLoop._run_once", "popleft()", "pop()", ("default", "starts")),
    Fault("loop:VirtualLoop._arrive", "ready.append(", "ready.appendleft(", ("loop", "behind")),
    Fault(
        "loop:VirtualLoop._reach_boundary",
        "in arrivals:",
        "in arrivals[::-1]:",
        ("default", "ties"),
    ),
    # what is posted meanwhile belongs to the next batch
    Fault(
        "loop:VirtualLoop._run_once",
        "for _ in range(len(self._ready)):",
        "while self._ready:",
        ("loop", "between"),
    ),
    Fault(
        "loop:VirtualLoop._run_once",
        "if not handles.is_cancelled(handle):",
        "if True:",
        ("default", "cancelled handle"),
    ),
    Fault(
        "loop:VirtualLoop._timer_handle_cancelled",
        "if id(handle) in",
        "if id(self) in",
        ("refused", "1=0"),
    ),
    Fault(
        "loop:VirtualLoop._reach_boundary",
        "not self._ready and not self._stopping\n        pending",
        "not self._ready\n        pending",
        ("loop", "timer before stop"),
    ),
    Fault(
        "loop:VirtualLoop._reach_boundary", "c.deadline_us < NEVER", "True", ("default", "for ever")
    ),
    Fault(
        "loop:VirtualLoop._arrive",
        "self.clock.arrive(completion.deadline_us)",
        "self.clock.now_us",
        ("default", "clock"),
    ),
    Fault("loop:Numbers.next_task_name", "+= 1", "+= 2", ("default", "names")),
    Fault(
        "loop:Task.__hash__",
        "return self.__hash",
        "return -self.__hash",
        ("default", "set of tasks"),
    ),
)
SCHEDULERS = (
    Fault(
        "schedulers.by_deadline:as_written",
        ", completion.number)",
        ", -completion.number)",
        ("default", "ties"),
    ),
    Fault(
        "schedulers.by_deadline:as_written",
        "(completion.deadline_us, ",
        "(",
        ("default", "overslept"),
    ),
    Fault(
        "schedulers.by_deadline:as_written",
        "boundary.passed >= PATIENCE",
        "False",
        ("default", "poll"),
    ),
    Fault(
        "schedulers.replay:Chosen.arrivals",
        "return chosen",
        "return chosen[:1]",
        ("replay", "0=1.0"),
    ),
    Fault(
        "schedulers.replay:Chosen.arrivals",
        "return chosen",
        "return as_written(boundary)",
        ("replay", "0=1"),
    ),
    Fault("schedulers.replay:Chosen.arrivals", "if missing:", "if not self:", ("refused", "0=7")),
    Fault("schedulers.replay:Chosen.end", "if self._left:", "if not self:", ("refused", "99=0")),
    Fault(
        "schedulers.base:Boundary.checked", "self.idle and not chosen", "False", ("boundary", "")
    ),
    Fault(
        "schedulers.base:Boundary.checked", "or number in chosen[:place]", "", ("boundary", "1.1")
    ),
    Fault(
        "schedulers.base:Boundary.checked", "number not in self.pending or", "", ("boundary", "7")
    ),
)
FINDINGS = (
    Fault("findings.deadlocks:_cycles", "if task in path:", "if False:", ("findings", "opposite")),
    Fault(
        "findings.deadlocks:_cycle", "if len(cycle) == 1:", "if not cycle:", ("findings", "itself")
    ),
    Fault("findings.deadlocks:find", "and not found", "and found", ("findings", "nobody")),
    Fault("findings.leaks:find", "if hold.is_open", "if True", ("findings", "released")),
    Fault("findings.leaks:find", "if hold.is_open", "if False", ("findings", "never released")),
    Fault(
        "findings.lost_updates:_foreign",
        'e["task"] != write["task"]',
        "False",
        ("findings", "lost"),
    ),
    Fault(
        "findings.lost_updates:_made_of",
        "moments.flows(read, write)",
        "True",
        ("findings", "owner"),
    ),
    Fault(
        "findings.lost_updates:_first_possible", "or locks & kept ", "", ("findings", "released")
    ),
)
#: every order by running it
OBSERVE, RUNNING = "explore.observe", "explore.search.by_running"
PARTLY = f"{OBSERVE}.partly_folded:PartlyFoldedLoop"
BY_RUNNING = (
    Fault(f"{OBSERVE}.late_loops:LateLoop._run_once", "popleft()", "pop()", ("explored", "starts")),
    Fault(
        f"{OBSERVE}.late_loops:LateLoop._let_come",
        "bool(came) or not idle",
        "False",
        ("explored", "between"),
    ),
    Fault(
        f"{OBSERVE}.late_loops:LateLoop._let_come",
        "may_end and not self._stopping and",
        "may_end and",
        ("chosen_late", "timer before stop"),
    ),
    Fault(
        f"{OBSERVE}.late_loops:LateLoop._let_come",
        "if number in self._pending",
        "if number in self._pending and not came",
        ("explored", "bank, sleep(0)"),
    ),
    Fault("cpython.joins:only_counts", "return False", "return True", ("explored", "between")),
    Fault(
        f"{OBSERVE}.execution:Execution.after",
        "return self._history, queued",
        "return 0, queued",
        ("explored", "bank"),
    ),
    Fault(
        f"{OBSERVE}.execution:Execution.after",
        "queued, tuple(loop.pending), marks, clock, rest",
        "clock",
        ("chosen_late", "cancel race"),
    ),
    Fault(
        f"{OBSERVE}.execution:Execution.merge",
        "if key in visited:",
        "if visited:",
        ("explored", "bank"),
    ),
    Fault(
        f"{OBSERVE}.execution:Execution.step_began",
        "if self.names.memory.is_letter(name):",
        "if True:",
        ("chosen_late", "timeout"),
    ),
    Fault(
        f"{OBSERVE}.names:Names.after", "(history, handle), ", "(0, handle), ", ("explored", "bank")
    ),
    Fault(
        f"{OBSERVE}.late_loops:FoldedLoop._unfold_if_needed",
        "if self.must_unfold and",
        "if not self and",
        ("explored", "cancel race"),
    ),
    Fault(
        f"{OBSERVE}.late_loops:FoldedLoop._eligible",
        "[number for number in self._earlier if number in self._pending]",
        "pending",
        ("explored", "between"),
    ),
    Fault(
        f"{PARTLY}.will_cancel",
        "task is self._timed_out or",
        "True or",
        ("explored", "cancelled asleep"),
    ),
    Fault(
        f"{PARTLY}.will_cancel",
        "number not in self._may_be_over:",
        "number:",
        ("explored", "cancelled asleep"),
    ),
    Fault(
        f"{PARTLY}._merge",
        "self._posts[0].after & self._over.keys() if self._posts else self._over",
        "()",
        ("explored", "cancelled asleep"),
    ),
    Fault(
        f"{PARTLY}._let_timer_come",
        "while len(self._ready) > before:",
        "while False:",
        ("explored", "posts and a sleeper"),
    ),
    Fault(
        f"{PARTLY}._has_posted_nothing",
        "only_counts(self.queued)",
        "True",
        ("explored", "posts and a sleeper"),
    ),
    Fault(
        f"{OBSERVE}.early_loops:ChosenLoop._ask",
        "chosen.get(batch, ())]",
        "chosen.get(batch, ())][::-1]",
        ("written", "two ties"),
    ),
    Fault(f"{RUNNING}:_next", "taken[-1][0] + 1 ==", "taken[-1][0] + 2 ==", ("explored", "bank")),
    Fault(f"{RUNNING}:Running.go_on", "self._prefix is None\n", "True\n", ("explored", "bank")),
    Fault(
        f"{RUNNING}:Running.go_on", "self._add(execution, choices)", "pass", ("explored", "bank")
    ),
    Fault(
        "explore.search.fewest:_in_any_order",
        "map(itertools.permutations, groups)",
        "([tuple(group)] for group in groups)",
        ("written", "two ties"),
    ),
    Fault(
        "explore.search.fewest:fewest", "level = following", "level = []", ("written", "two ties")
    ),
    Fault(
        "explore.model.batches:Boundaries.choices",
        "if state.came or not state.is_idle",
        "if state.came",
        ("shortest", "bank"),
    ),
    Fault(
        "explore.model.batches:Boundaries.choices",
        "default[:1] != (timer,)",
        "default[:1] == (timer,)",
        ("shortest", "three deposits"),
    ),
    Fault(
        "explore.search.taken_batches:TakenBatches._name_of_arrival",
        "state.core.real.of(timer)",
        "timer",
        ("shortest", "bank"),
    ),
    Fault(
        "explore.search.taken_batches:TakenBatches._do",
        "if ran.posts:",
        "if not ran.posts:",
        ("shortest", "bank"),
    ),
)
#: what steps do, learned and followed
LEARNED = (
    Fault(
        "explore.model.learn:_Walk._access",
        "in (STORE, WRITE)",
        "== STORE",
        ("counted", "opposite"),
    ),
    Fault(
        "explore.model.learn:_Walk._one",
        "self.accesses.append((location, kind))",
        "pass",
        ("classes", "bank"),
    ),
    Fault(
        "explore.model.learn:_Walk._one",
        "found(self.memory, self.core, location, kind)",
        "1",
        ("counted", "bank"),
    ),
    Fault(
        "explore.model.core:after", "change.hold(location, version)", "pass", ("counted", "bank")
    ),
    Fault(
        "explore.model.core:_Change._put",
        "self.key ^= self._mark(name, content)",
        "pass",
        ("counted", "bank"),
    ),
    Fault(
        "explore.model.core:posted_by", "in leaf.posts", "in leaf.posts[1:]", ("counted", "lock")
    ),
    Fault("explore.model.core:found", "if kind == WHOLE:", "if not kind:", ("counted", "table")),
    Fault(
        "explore.model.happens_before:_conflicting",
        "else group[1]",
        "else _NOTHING",
        ("classes", "bank"),
    ),
)
#: the graph of states, and counting
MACHINE, REDUCE = "explore.model.machine", "explore.search.dpor"
COUNTING = (
    Fault(
        f"{MACHINE}:Machine.forced", "state.now[0]", "state.now[-1]", ("counted", "bank, sleep(0)")
    ),
    Fault(f"{MACHINE}:Machine.may_advance", "return True", "return False", ("counted", "between")),
    Fault(
        f"{MACHINE}:Machine.advance",
        "state.ready | state.soon",
        "state.ready",
        ("counted", "between"),
    ),
    Fault(
        f"{MACHINE}:Machine._done",
        "kept + posted_by(self.memory, core, leaf)",
        "posted_by(self.memory, core, leaf) + kept",
        ("counted", "cancel race"),
    ),
    Fault(f"{MACHINE}:Machine._done", "if leaf.drops:", "if not leaf:", ("counted", "timeout")),
    Fault(
        f"{MACHINE}:Machine._idle",
        "state.ready | state.soon | state.new",
        "state.ready | state.soon",
        ("counted", "bank"),
    ),
    Fault(
        f"{MACHINE}:State.__init__",
        "(core.key, now,",
        "(0, now,",
        ("counted", "bank"),
    ),
    Fault(
        "explore.search.interleavings:Counting._expand",
        "there.paths += node.paths",
        "there.paths = node.paths",
        ("counted", "bank"),
    ),
    Fault(
        "explore.search.interleavings:Counting._ended",
        "= paths + node.paths",
        "= node.paths",
        ("counted", "lock"),
    ),
    Fault(
        "explore.model.memory:Memory.is_letter",
        "handle not in self.silent and",
        "",
        ("counted", "timeout"),
    ),
    Fault(
        f"{REDUCE}:Move.depends_on",
        "or self.depends_on_all or other.depends_on_all",
        "",
        ("reduced", "bank, sleep(0)"),
    ),
    Fault(f"{REDUCE}:Reduction._notice_races", "races.append(place)", "pass", ("reduced", "bank")),
    Fault(f"{REDUCE}:Reduction._follow", " if not m.depends_on(move)", "", ("reduced", "bank")),
    Fault(
        f"{REDUCE}:Reduction._plan",
        "can[:1] if can else there.moves",
        "can[:0]",
        ("reduced", "bank"),
    ),
)
#: the graph of states that were executed
STATE, GRAPH = "explore.observe.program_state:ProgramState", "explore.search.state_graph"
AUDITED = "explore.strategies.state_by_state"
STATES = (
    Fault(
        "explore.observe.digest:Digest._suspended",
        "gc.get_referents(x)",
        "[]",
        ("states", "three deposits"),
    ),
    Fault(
        "explore.observe.digest:Digest._dict",
        "list(dict.items(x))",
        "sorted(dict.items(x), key=str)",
        ("states", "order of a dict"),
    ),
    Fault(f"{STATE}.digest", 'sys.modules["__main__"],', "", ("states", "order of a dict")),
    Fault(f"{GRAPH}:Node.untaken", "== len(self.options)", ">= 2", ("states", "three deposits")),
    Fault(
        f"{GRAPH}:Graph._expand",
        "for _, after in self._onward(here.to, here.tasks)",
        "for _, after in list(self._onward(here.to, here.tasks))[:1]",
        ("states", "bank"),
    ),
    Fault(
        "explore.model.memory:Memory.made",
        "2 * place + is_silent",
        "place",
        ("explored", "a callback or not"),
    ),
    # where histories meet, nobody looks
    Fault(
        f"{GRAPH}:_Walk._note",
        "and not known.is_as(edge)",
        "and False",
        ("met_again", "three deposits"),
    ),
    # the audit skips
    Fault(
        f"{AUDITED}:StateByState._audit",
        "if not order.endings &",
        "if False and order.endings &",
        ("audited", "run before"),
    ),
    Fault(
        f"{AUDITED}:StateByState._audit", "min(AUDITED, orders.total)", "0", ("audited", "drawn")
    ),
    Fault(
        "explore.strategies.summarised:Summarised._audit",
        "for drawn in draw(counted, self._expand):",
        "for drawn in ():",
        ("withdrawn", "deleted cell"),
    ),
)
#: equal tasks that are taken for one
ALIKE = "explore.observe.symmetry:Alike"
RENAMED = (
    Fault(
        "explore.observe.late_loops:UncancelledTask.get_name",
        "self._note_asymmetry()",
        "pass",
        ("renamed", "told apart by name"),
    ),
    Fault(
        "explore.observe.execution:Execution.step_ended",
        "not _has_returned_none(task)",
        "False",
        ("renamed", "results of equal tasks"),
    ),
    Fault(f"{ALIKE}.note", "key=when.__getitem__", "key=int", ("renamed", "equal deposits")),
    Fault(
        f"{GRAPH}:Graph._leads",
        "real.all(edge.letters)",
        "edge.letters",
        ("renamed", "equal deposits"),
    ),
    Fault(
        f"{GRAPH}:_groups",
        "and execution.are_exchangeable(numbers[at - 1], number, seen)",
        "",
        ("exchangeable", "boxes of equal tasks"),
    ),
)
FAULTS = (*LOOP, *SCHEDULERS, *FINDINGS, *BY_RUNNING, *LEARNED, *COUNTING, *STATES, *RENAMED)

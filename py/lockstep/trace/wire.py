"""What goes over the wire beside events: a trace's rows, an exploration, what a page has of them.

Like the kinds of event in `events`, these classes are the table itself: the engine is typed by
them, and the JSON schema, the JavaScript types, the page's checks and docs/trace-format.md are
generated from them. A field is ``Annotated[type, "meaning"]``; one that may be missing is
``NotRequired``; more fields than these may be there, and readers pass over them.
Counts of orders may be larger than any integer that JavaScript holds exactly.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, NotRequired, TypedDict

TraceSchema = Literal["lockstep-trace/1"]
ExplorationSchema = Literal["lockstep-exploration/1"]
GradeSchema = Literal["lockstep-grade/1"]

#: How a run can end: `failed` is an AssertionError, `error` any other exception.
Status = Literal["ok", "failed", "error", "deadlock", "limit"]

#: How a task ended; `pending` if it had not (`events.TASK_ENDS` has the events that say so).
TaskEnd = Literal["finished", "failed", "cancelled", "pending"]

ObjectKind = Literal["variable", "lock", "event", "condition", "semaphore", "queue", "barrier"]
Severity = Literal["error", "warning", "note"]
Tone = Literal["right", "wrong", "neutral"]


# Any: which fields a row has, and of which types, depends on its kind
#: A row of a table whose fields depend on something else in it.
Row = dict[str, Any]
#: An event's fields depend on its kind: `events.COMMON`, then those of `events.KINDS`.
Event = Row


class Named(str):
    """In `Annotated`: the name that the wire has for a narrower type than Python's."""

    __slots__ = ()


#: A position in the trace's list of tasks, of objects, of events.
TaskIndex = Annotated[int, Named("task")]
ObjectIndex = Annotated[int, Named("object")]
EventIndex = Annotated[int, Named("event")]
#: Never negative.
Orders = Annotated[int, Named("count")]


class Task(TypedDict):
    """One task of the program's."""

    id: Annotated[int, "its position in the list of tasks"]
    name: Annotated[str, "as the program calls it"]
    label: Annotated[str, "its own name, else its coroutine's, told apart from the others"]
    parent: Annotated[TaskIndex | None, "the task that created it; null: asyncio.run itself"]
    line: Annotated[int | None, "where it was created"]
    ended: Annotated[TaskEnd, "how; `pending` if it had not"]


class TrackedObject(TypedDict):
    """A lock or the like, or a variable that more than one task touched."""

    id: Annotated[int, "its position in the list of objects"]
    kind: Annotated[ObjectKind, "what it is"]
    name: Annotated[str, "how the program names it: `account.balance`"]
    line: Annotated[int | None, "where it was made, or first touched"]
    watched: Annotated[bool, "whether the file's `Watch:` names it"]
    shared: Annotated[bool, "whether more than one task touched it"]
    part_of: Annotated[str | None, "the object that made it for itself, as a condition its lock"]
    part: NotRequired[Annotated[str, "of a variable: which attribute, key or index it is"]]
    container: NotRequired[Annotated[str | None, "of a variable: the same for parts of one whole"]]
    is_whole: NotRequired[Annotated[bool, "of a variable: whether it is that whole"]]


class CycleLink(TypedDict):
    """One link of a deadlock: `task` waits for what `holder` holds."""

    task: Annotated[TaskIndex, "who waits"]
    line: Annotated[int | None, "where it waits"]
    object: Annotated[ObjectIndex, "for what"]
    holder: Annotated[TaskIndex, "who holds that"]
    held_since_line: Annotated[int | None, "where the holder got it"]


class Finding(TypedDict):
    """Something that went wrong, or is worth a look (docs/findings.md)."""

    kind: Annotated[str, "which finding: `lost-update`, `deadlock`, ..."]
    severity: Annotated[Severity, "how bad"]
    text: Annotated[str, "in a sentence, with its lines"]
    tasks: Annotated[list[TaskIndex], "whom it is about"]
    lines: Annotated[list[int], "where to look"]
    object: Annotated[ObjectIndex | None, "what it is about"]
    events: Annotated[list[EventIndex], "the events that show it, in order"]
    short: NotRequired[Annotated[str, "the same in fewer words"]]
    count: NotRequired[Annotated[int, "how many updates were lost"]]
    cycle: NotRequired[Annotated[list[CycleLink], "of a deadlock: who waits for whom"]]
    traceback: NotRequired[Annotated[str, "of a failure of Lockstep's own"]]


class Deviation(TypedDict):
    """A point at which the run deviates from the default schedule."""

    boundary: Annotated[int, "the loop-iteration boundary, from 0; 0 for an order of sets, too"]
    event: Annotated[EventIndex, "the event at which it shows"]
    t_us: Annotated[int, "the time of that event"]
    text: Annotated[str, "what is otherwise, in words"]
    listed: NotRequired[Annotated[list[str], "of an order of sets: what its tasks are called"]]


class Call(TypedDict):
    """A call of one of the program's functions in which shared state was touched."""

    function: Annotated[str, "its qualified name"]
    by: Annotated[int | None, "the call that made it, by its position in the list of calls"]
    line: Annotated[int | None, "where that made it"]
    events: Annotated[list[EventIndex], "the accesses in it"]
    locals: Annotated[
        dict[str, dict[str, str]],
        "for an event's number, the local values that decide a test of what was read",
    ]


class ProgramError(TypedDict):
    """The exception that ended a run."""

    type: Annotated[str, "the name of its class"]
    message: Annotated[str, "its text"]
    line: Annotated[int | None, "the program's line"]
    traceback: Annotated[str, "as Python prints it"]


class Balance(TypedDict):
    """The one number to compare."""

    final: Annotated[str | None, "what came out"]
    expected: Annotated[str | None, "what the file's `Expect:` says"]


class Verdict(TypedDict):
    """The answer, in a headline and a sentence."""

    tone: Annotated[Tone, "whether that is well"]
    headline: Annotated[str, "in a few words"]
    text: Annotated[str, "in a sentence"]


class Trace(TypedDict):
    """One run."""

    schema: Annotated[TraceSchema, "the version of this format"]
    python: Annotated[str, "the version of CPython that ran it"]
    runtime: Annotated[str, "`cpython` or `pyodide`"]
    source: Annotated[str, "the program"]
    filename: Annotated[str, "what its tracebacks call it"]
    schedule: Annotated[str, "the schedule that was followed, for `run --schedule`"]
    seed: Annotated[int, "of all chance in the run"]
    status: Annotated[Status, "how it ended"]
    result: Annotated[str | None, "repr of what asyncio.run returned, or of the exception"]
    error: Annotated[ProgramError | None, "what ended it, if an exception did"]
    state: Annotated[
        dict[str, str],
        "repr of the last value of what is watched, else of what more than one task wrote",
    ]
    balance: Annotated[Balance | None, "the number to compare, if there is one"]
    stdout: Annotated[str, "what it printed"]
    stderr: Annotated[str, "what it printed as errors"]
    duration_us: Annotated[int, "virtual time, in microseconds"]
    tasks: Annotated[list[Task], "in the order they were created"]
    objects: Annotated[list[TrackedObject], "in the order they were first seen"]
    events: Annotated[list[Event], "what happened, in order"]
    deviations: Annotated[list[Deviation], "none in the default schedule"]
    calls: Annotated[list[Call], "in the order they began"]
    findings: Annotated[list[Finding], "the gravest first"]
    verdict: Annotated[Verdict, "how that is to be taken"]
    cut: NotRequired[Annotated[dict[str, int], "by list: how many rows the page left out"]]


class Cause(TypedDict):
    """The exception that outcomes of one cause have in common."""

    type: Annotated[str, "the name of its class"]
    line: Annotated[int | None, "where it was raised"]


class Outcome(TypedDict):
    """All orders that end alike: with the same status, result and state."""

    status: Annotated[Status, "as in a trace"]
    result: Annotated[str | None, "as in a trace"]
    state: Annotated[dict[str, str], "as in a trace"]
    interleavings: Annotated[
        Orders | None,
        "in how many orders, with tasks in sets as they were created; null where only classes are "
        "known",
    ]
    classes: Annotated[Orders | None, "in how many Mazurkiewicz traces; null where not counted"]
    schedule: Annotated[str, "a schedule that leads here"]
    deviations: Annotated[Orders, "of that schedule from the default one"]
    is_shortest: Annotated[bool, "whether no schedule with fewer deviations leads here"]
    tone: Annotated[Tone, "whether that is well"]
    text: Annotated[str, "what to say after a number of orders: `end at 100`"]
    misses: Annotated[bool, "whether the file expects another result"]
    loses: Annotated[bool, "whether an update is lost on the way"]
    is_outdated: Annotated[bool, "whether a check was out of date in an order that ends so"]
    losing: Annotated[Orders | None, "in how many of the orders; null where not counted"]
    cause: Annotated[Cause | None, "the exception that ended it"]
    set_order: NotRequired[
        Annotated[list[str], "tasks, as that schedule has sets list them; none: as created"]
    ]


class WithoutLocks(TypedDict):
    """How the orders of a program end where locks of it keep nobody waiting."""

    lines: Annotated[list[int], "which make these locks"]
    ends_alike: Annotated[bool | None, "whether the orders end as with them; null: not known"]
    text: Annotated[str, "the same in a sentence"]
    schedule: Annotated[str | None, "of the program without them: an order that ends wrong"]


class Exploration(TypedDict):
    """What is known of all orders of a program."""

    schema: Annotated[ExplorationSchema, "the version of this format"]
    python: Annotated[str, "the version of CPython that ran them"]
    latency: Annotated[Literal["any", "written"], "how sleeps were read"]
    complete: Annotated[bool, "whether this is all that asyncio can do"]
    tried_all: Annotated[bool, "whether nothing was left to try; but for doubts, it is complete"]
    interleavings: Annotated[Orders | None, "how many orders; null where only classes are known"]
    classes: Annotated[Orders | None, "how many Mazurkiewicz traces; null where not counted"]
    executed: Annotated[Orders, "how many of the orders were really run, from end to end"]
    transitions: NotRequired[
        Annotated[Orders | None, "transitions between states that were really taken, if all were"]
    ]
    alike: NotRequired[
        Annotated[bool, "whether these stand for all that differ in which of equal tasks is which"]
    ]
    set_orders: NotRequired[
        Annotated[Orders, "orders of tasks in sets for which all was tried; counts are of one"]
    ]
    runs: Annotated[Orders, "runs spent"]
    seconds_spent_ms: NotRequired[Annotated[int, "milliseconds spent; not in a recorded answer"]]
    estimate: Annotated[Orders | None, "of the number of orders, while it works"]
    method: Annotated[str, "`all`, `classes`, `deviations` or `samples`"]
    expected: Annotated[str | None, "what the file's `Expect:` says"]
    update: Annotated[str, "what the file calls an update"]
    deterministic: Annotated[bool, "whether the program did the same when asked the same"]
    reads_clock: NotRequired[Annotated[bool, "whether the program asks for the time"]]
    has_failed: Annotated[bool, "whether Lockstep itself failed"]
    doing: Annotated[str, "what it is at, while it works"]
    verdict: Annotated[Verdict, "the answer, as far as it is known"]
    doubts: Annotated[list[str], "why it is not complete, the first reason first"]
    notes: Annotated[list[str], "what else there is to know"]
    outcomes: Annotated[list[Outcome], "the most frequent first"]
    without: NotRequired[Annotated[list[WithoutLocks], "of each lock, where that was asked"]]


class Running(TypedDict):
    """A run as it goes on."""

    line: Annotated[int | None, "the line it is at"]
    seconds: Annotated[float, "how long ago it awaited last"]
    lines: Annotated[int, "how many lines it has printed"]
    tail: Annotated[str, "the last of what it printed"]


class Failure(TypedDict):
    """Why there is no trace."""

    kind: Annotated[str, "`source`, `schedule` or `internal`"]
    message: Annotated[str, "what is wrong, and what to do"]
    line: Annotated[int | None, "the program's line, if it is about one"]


class GradedEnding(TypedDict):
    """All orders of an answer to an exercise that end alike."""

    label: Annotated[str, "the result, or the status where there is none"]
    is_right: Annotated[bool, "whether the exercise wants it"]
    orders: Annotated[Orders | None, "how many; null where not counted"]
    schedule: Annotated[str, "of the fewest deviations that ends so"]


class GradedStep(TypedDict):
    """A step with which an order goes on."""

    task: Annotated[str | None, "whose; null for a timer or callback"]
    line: Annotated[int | None, "where that task goes on"]
    event: Annotated[int, "the step's place in its trace"]


class Divergence(TypedDict):
    """Where an order that ends wrong parts from one that ends right."""

    good: Annotated[str, "the schedule of the right order"]
    bad: Annotated[str, "that of the wrong one"]
    is_nearest: Annotated[bool, "whether no right order has more steps in common with it"]
    step: Annotated[int, "how many steps they have in common"]
    good_next: Annotated[GradedStep | None, "what comes next in the right one; null: its end"]
    bad_next: Annotated[GradedStep | None, "what comes next in the wrong one; null: its end"]


class Grade(TypedDict):
    """What the grader says of an answer to an exercise."""

    schema: Annotated[GradeSchema, "the version of this format"]
    exercise: Annotated[str, "its name"]
    kind: Annotated[Literal["predict", "break", "repair"], "what was asked"]
    passed: Annotated[bool, "whether the answer is right"]
    message: Annotated[str, "what to tell the learner"]
    mistake: Annotated[str | None, "the name of a known mistake"]
    improvement: Annotated[str | None, "of an answer that passed: what could be better"]
    orders: Annotated[Orders | None, "how many were judged; null where not counted"]
    right: Annotated[Orders | None, "how many of them end right"]
    schedule: Annotated[str | None, "the shortest order that shows what is said"]
    endings: Annotated[list[GradedEnding], "how all orders end"]
    divergence: Annotated[Divergence | None, "where a wrong order parts from the nearest right one"]
    lines: Annotated[list[int], "the lines in question, the guilty one first"]
    duration_us: Annotated[int | None, "the virtual time of the default order"]
    within_us: Annotated[int | None, "within which it should be"]
    has_failed: Annotated[bool, "whether the grader failed; nothing is judged then"]
    is_undecided: Annotated[bool, "whether a bound or a doubt came before an answer"]


class SecondRun(TypedDict):
    """The run that a lesson sets beside its own."""

    mine: Annotated[str, "what the lesson's own run is called"]
    title: Annotated[str, "what this one is called"]
    trace: Annotated[Trace, "the run"]


class RecordedAnswer(TypedDict):
    """What is recorded of one program that a page's controls can choose."""

    trace: Annotated[Trace, "its run in the default schedule"]
    beside: Annotated[SecondRun | None, "the run to set beside it"]
    exploration: Annotated[Exploration | None, "what all its orders give"]
    orders: Annotated[str | None, "the file with every order, below the root; null: too many"]

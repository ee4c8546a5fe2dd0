/**
 * The shapes that the rooms hand to each other, for the type checker; nothing here runs.
 *
 * Trace: what Python wrote (py/lockstep/trace/events.py says what each field means).
 * Model: the same, folded once into what a picture needs: steps, spans, values, log lines.
 * Events are referred to by their index, tasks and objects by their id, everywhere.
 */

/**
 * @typedef {object} TraceEvent
 * @property {number} i
 * @property {number} t_us
 * @property {string} kind
 * @property {number | null} task
 * @property {number | null} line
 * @property {number} [child]
 * @property {number | null} [by]
 * @property {number} [step]
 * @property {number} [batch]
 * @property {string} [why]
 * @property {number | null} [object]
 * @property {number | null} [until_us]
 * @property {number[]} [on]
 * @property {string | null} [value]
 * @property {string} [error]
 * @property {number} [target]
 * @property {string} [label]
 * @property {number | null} [owner]
 * @property {number | null} [promised]
 * @property {number[]} [waiters]
 * @property {string} [op]
 * @property {string} [phase]
 * @property {number} [count]
 * @property {string} [text]
 * @property {string} [stream]
 * @property {number} [from_us]
 * @property {string} [message]
 * @property {string} [name]
 * @property {number[]} [stuck]
 * @property {string} [limit]
 * @property {number} [completion]
 * @property {number} [deadline_us]
 * @property {number} [boundary]
 */

/**
 * @typedef {object} TraceTask
 * @property {number} id
 * @property {string} name
 * @property {string} label
 * @property {number | null} parent
 * @property {number | null} line
 * @property {string} ended
 */

/**
 * @typedef {object} TraceObject
 * @property {number} id
 * @property {string} kind
 * @property {string} name
 * @property {number | null} line
 * @property {boolean} watched
 * @property {boolean} shared
 */

/**
 * @typedef {object} CycleLink
 * @property {number} task
 * @property {number | null} line
 * @property {number} object
 * @property {number} holder
 * @property {number | null} held_since_line
 */

/**
 * @typedef {object} Finding
 * @property {string} kind
 * @property {string} severity
 * @property {string} text
 * @property {number[]} tasks
 * @property {number[]} lines
 * @property {number | null} [object]
 * @property {number[]} events
 * @property {CycleLink[]} [cycle]
 */

/**
 * @typedef {object} Trace
 * @property {string} schema
 * @property {string} python
 * @property {string} runtime
 * @property {string} source
 * @property {string} filename
 * @property {string} schedule
 * @property {number} seed
 * @property {string} status
 * @property {string | null} result
 * @property {{type: string, message: string, line: number | null, traceback: string} | null} error
 * @property {Record<string, string>} state
 * @property {{final: string, expected: string | null} | null} balance
 * @property {{tone: string, headline: string, text: string}} verdict
 * @property {string} stdout
 * @property {string} stderr
 * @property {number} duration_us
 * @property {TraceTask[]} tasks
 * @property {TraceObject[]} objects
 * @property {TraceEvent[]} events
 * @property {Finding[]} findings
 * @property {Record<string, number>} [cut] how many events, tasks, ... were too many to be kept
 * @property {Deviation[]} [deviations] where it departs from the usual order; none in the usual order itself
 */

/** @typedef {{boundary: number, event: number, t_us: number, text: string}} Deviation the event at which it shows */

/**
 * A run as it goes on: the line it is at, how many seconds ago it awaited last, how many lines it
 * has printed, and the last of them.
 * @typedef {{line: number | null, seconds: number, lines: number, tail: string}} Running
 */

/** @typedef {"right" | "wrong" | "neutral"} Tone */

/**
 * One way in which a program can end. A count is null where it is not known.
 * @typedef {object} Outcome
 * @property {string} status
 * @property {string | null} result
 * @property {number | null} interleavings in how many orders
 * @property {number | null} classes in how many distinct orders
 * @property {string} schedule of one of them
 * @property {number} deviations of that from the usual order
 * @property {boolean} shortest whether no order with fewer ends so
 * @property {Tone} tone
 * @property {string} text after a number: "end at 100"
 * @property {Record<string, string>} state the last value of what is shared
 * @property {{type: string, line: number | null} | null} cause the exception that ended it
 */

/**
 * What is known of all orders of a program (py/lockstep/explore says what each field means).
 * @typedef {object} Exploration
 * @property {string} python
 * @property {boolean} complete
 * @property {number | null} interleavings
 * @property {number | null} classes
 * @property {number} runs
 * @property {number | null} estimate of the number of orders, while it works
 * @property {string} doing what it is at, while it works
 * @property {{tone: Tone, headline: string, text: string}} verdict
 * @property {string[]} notes
 * @property {Outcome[]} outcomes the most frequent first
 */

/**
 * Everything the loop did without a pause: one atomic step. `column` is its place in the
 * picture, -1 if it is not drawn. `times` are the distinct instants inside it: more than one
 * only if it blocked the loop.
 * @typedef {object} Step
 * @property {number | null} task
 * @property {number} first
 * @property {number} last
 * @property {number} column
 * @property {number[]} times
 */

/**
 * A stretch of a task's life. `cause` is the `suspended` event, where there is one; `to` is
 * null if the trace ends first; `late` is when a sleep was over although the task was not woken,
 * because another one blocked the loop.
 * @typedef {object} Span
 * @property {"ready" | "sleeping" | "waiting" | "awaiting"} state
 * @property {number} task
 * @property {number} from
 * @property {number | null} to
 * @property {number | null} cause
 * @property {number | null} late
 */

/**
 * What a lock (or an event, a queue ...) was over time.
 * @typedef {object} Hold
 * @property {"held" | "promised" | "value"} state
 * @property {number | null} task
 * @property {string} value
 * @property {number} from
 * @property {number | null} to
 */

/** @typedef {{from: number, to: number | null, tasks: number[]}} Queue */

/**
 * @typedef {object} Resource
 * @property {number} object
 * @property {string} kind
 * @property {string} name
 * @property {Hold[]} holds
 * @property {Queue[]} queues
 */

/**
 * @typedef {object} Touch
 * @property {number} event
 * @property {"read" | "write"} kind
 * @property {string | null} value
 */

/**
 * @typedef {object} Variable
 * @property {number} object
 * @property {string} name
 * @property {boolean} watched
 * @property {Touch[]} touches
 * @property {string | null} [initial] what was there before the first of them, where that is known
 */

/**
 * A write that destroyed another one's effect, because the value it was computed from was old.
 * @typedef {object} LostUpdate
 * @property {number} stale
 * @property {number} overwritten
 * @property {number} destroying
 * @property {string} text
 */

/**
 * A value that a task has read and not yet written back: from the read to the write (or the task's
 * end; null: it still holds it), out of date since somebody else's write.
 * @typedef {object} Hand
 * @property {number} task
 * @property {number} object
 * @property {string} value
 * @property {number} from
 * @property {number | null} to
 * @property {number | null} stale
 */

/**
 * @typedef {object} LogLine
 * @property {number} event
 * @property {number} moment
 * @property {number} t_us
 * @property {number | null} task
 * @property {string} text
 * @property {string} stream
 * @property {string} note
 */

/**
 * @typedef {object} Model
 * @property {Trace} trace
 * @property {Step[]} steps
 * @property {Step[]} columns
 * @property {number[]} columnOf for each event: the column it belongs to, or -1
 * @property {number[]} ends for each moment 0..columns.length: how many events it shows
 * @property {number[]} tasks ids of the tasks that have a lane, in the order they were created
 * @property {number[][]} folds tasks that did the same as each other: each group may share a lane
 * @property {number} hiddenTasks how many more would have one, were there room
 * @property {Span[]} spans
 * @property {Resource[]} resources
 * @property {Variable[]} variables
 * @property {Hand[]} hands
 * @property {LogLine[]} log
 * @property {LostUpdate[]} lost
 * @property {CycleLink[]} cycle
 */

export {};

/**
 * The shapes that the rooms hand to each other, for the type checker; nothing here runs.
 *
 * Trace, exploration and their rows: what Python wrote, generated from its table, which says what
 * each field means (docs/trace-format.md).
 * Model: a trace, folded once into what a picture needs: steps, spans, values, log lines.
 * Events are referred to by their index, tasks and objects by their id, everywhere.
 */

/** @typedef {import("./schema.gen.js").Trace} Trace */
/** @typedef {import("./schema.gen.js").Event} TraceEvent */
/** @typedef {import("./schema.gen.js").Task} TraceTask */
/** @typedef {import("./schema.gen.js").TrackedObject} TraceObject */
/** @typedef {import("./schema.gen.js").CycleLink} CycleLink */
/** @typedef {import("./schema.gen.js").Finding} Finding */
/** @typedef {import("./schema.gen.js").Deviation} Deviation */
/** @typedef {import("./schema.gen.js").Exploration} Exploration */
/** @typedef {import("./schema.gen.js").Outcome} Outcome */
/** @typedef {import("./schema.gen.js").Running} Running */
/** @typedef {import("./schema.gen.js").Failure} Failure */
/** @typedef {import("./schema.gen.js").Grade} Grade */
/** @typedef {import("./schema.gen.js").Verdict["tone"]} Tone */

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
 * @property {ChoiceMade[]} [choices] of a run that somebody plays: the choices made so far
 */

/** A choice: the event with which what was chosen begins, and how many orders it left; whether none
 * of those ends as wanted, though one could before.
 * @typedef {{event: number, left: number, isLost: boolean}} ChoiceMade
 */

export {};

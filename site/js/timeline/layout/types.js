/**
 * What the layout hands to the drawing: numbers, and the few words that have been found to fit.
 * Everything has x0 and x1, so that a window of it can be cut out (window.js).
 */

/** @typedef {{x0: number, x1: number, t_us: number}} Slot */

/**
 * The map from moments to x. A column has one slot for each instant inside it.
 * @typedef {object} Axis
 * @property {Slot[]} slots
 * @property {{x0: number, x1: number}[]} columns
 * @property {number} width
 * @property {{x0: number, x1: number} | null} tail the room after the last step, if the run broke off
 * @property {(event: number | null) => number} xOf null: the end
 * @property {(us: number) => number} xAt an instant of virtual time
 */

/** @typedef {{x: number, y: number, text: string}} Text */

/**
 * @typedef {object} Band one instant of virtual time
 * @property {number} x0
 * @property {number} x1
 * @property {string} text
 */

/**
 * @typedef {object} Block one step of a task
 * @property {number} column
 * @property {number} x0
 * @property {number} x1
 * @property {number} y0
 * @property {number} y1
 * @property {"run" | "wrong" | "failed" | "blocking"} tone
 * @property {Text[]} lines
 * @property {boolean} outside whether the words stand above the block, not in it
 * @property {{x: number, event: number}[]} prints
 */

/** @typedef {{x0: number, x1: number, y: number, half: number, state: string, span: number}} Rest half: of its height */

/**
 * @typedef {object} Ribbon what a task remembers between two of its steps
 * @property {number} x0
 * @property {number} x1
 * @property {number} y0
 * @property {number} y1
 * @property {boolean} stale whether it is out of date by then
 * @property {string} text
 * @property {number} middle of the text
 * @property {number} hand
 */

/** @typedef {{x0: number, x1: number, x: number, y0: number, y1: number, event: number}} Spoil a write, through all that it puts out of date */

/**
 * @typedef {object} Held
 * @property {number} x0
 * @property {number} x1
 * @property {number} y0
 * @property {number} y1
 * @property {"held" | "promised" | "value"} state
 * @property {string} text
 * @property {number} resource
 * @property {number} hold
 */

/** @typedef {{x0: number, x1: number, y: number, text: string}} Waiting */

/** @typedef {{x0: number, x1: number, y: number, from: number}} Stretch a value that stays */

/**
 * @typedef {object} Dot a read or a write of a value
 * @property {number} x0
 * @property {number} x1
 * @property {number} y
 * @property {number} event
 * @property {"read" | "write" | "destroying" | "stale"} kind
 */

/** @typedef {{x0: number, x1: number, x: number, y: number, text: string}} Figure a value in words, where it changes */

/**
 * @typedef {object} Loss an arrow from the write that was lost to the one that destroyed it
 * @property {number} x0
 * @property {number} x1
 * @property {[number, number]} from
 * @property {[number, number]} to
 * @property {[number, number] | null} stale
 * @property {number} loss
 */

/** @typedef {{x0: number, x1: number, x: number, y0: number, y1: number, link: number}} Link */

/**
 * @typedef {object} Flag where the run departs from the usual order
 * @property {number} x the moment
 * @property {number} x0 the flag itself
 * @property {number} x1
 * @property {string} number
 * @property {string} text
 * @property {string} mark
 * @property {"plain" | "wrong"} tone wrong: a choice that lost what was wanted
 */

/** @typedef {{x0: number, x1: number, y: number, text: string}} Note what is said above the step that a choice began */

/** @typedef {{y: number, text: string, sub: string, full: string, kind: string}} Label */

/**
 * @typedef {object} Layout
 * @property {"steps" | "time"} reading
 * @property {number} width
 * @property {number} height
 * @property {number} labelWidth
 * @property {number} top where the lanes begin
 * @property {number} bottom
 * @property {{x0: number, x1: number}[]} columns
 * @property {number[]} heads for each moment, the x of the playhead
 * @property {{x0: number, x1: number, text: string} | null} tail
 * @property {Label[]} labels
 * @property {{y: number, column: number}[]} lanes for the overview: where each task's lane is
 * @property {Band[]} bands
 * @property {Block[]} blocks
 * @property {Rest[]} rests
 * @property {ReadonlyMap<number, number>} tasks the middle of each one's lane
 * @property {Ribbon[]} ribbons
 * @property {Spoil[]} spoils
 * @property {Held[]} holds
 * @property {Waiting[]} queues
 * @property {Stretch[]} stretches
 * @property {Dot[]} dots
 * @property {Figure[]} numbers
 * @property {Loss[]} losses
 * @property {Link[]} links
 * @property {Flag[]} flags
 * @property {Note[]} notes
 */

export {};

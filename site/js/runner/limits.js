/**
 * How much of what the sandbox sends the page takes. The sandbox runs anybody's code, and honest
 * code can be large, too: whatever comes is measured before it is read, and cut to these limits in
 * a worker of the page's own (gate/), so that the page's thread never meets more.
 */
export const LIMITS = Object.freeze({
  /** Bytes that Python may take for itself; a program that wants more gets a MemoryError. */
  memory: 1_073_741_824,
  /** Characters of a program that is run. */
  source: 500_000,
  /** Characters of one answer, before it is parsed. */
  answer: 24_000_000,
  /** Characters of one report of what is known so far, before it is parsed. */
  report: 1_000_000,
  /** Messages of one run. */
  messages: 5_000,
  /** Reports that are passed on at once, and then the milliseconds between two of them. */
  burst: 4,
  pause: 100,

  /** Of a trace: the rest is counted and not drawn. */
  events: 10_000,
  tasks: 10_000,
  objects: 2_000,
  findings: 200,
  deviations: 2_000,
  /** Of a list in the table of all orders, whose stretches and values are many. */
  stretches: 20_000,
  /** Of any other list, or the names in any object. */
  list: 500,

  /** Characters of what a program printed in all, of one of its lines, of a name, of any other text. */
  output: 200_000,
  line: 2_000,
  name: 200,
  text: 4_000,

  /** Of a whole answer: characters, values, and lists within lists. */
  characters: 3_000_000,
  values: 500_000,
  depth: 12,
});

/** Small traces, written event by event as the engine writes them. */

import { ORDERS, readOrders } from "../../site/js/clock/orders.js";
import { SCHEMA } from "../../site/js/trace/schema.gen.js";

const BLANK = {
  schema: SCHEMA,
  python: "3.12.1",
  runtime: "cpython",
  source: "",
  filename: "program.py",
  schedule: "written",
  seed: 0,
  status: "ok",
  result: "None",
  error: null,
  state: {},
  balance: null,
  verdict: { tone: "neutral", headline: "", text: "" },
  stdout: "",
  stderr: "",
  duration_us: 0,
  deviations: [],
  calls: [],
  findings: [],
};

/** A pen that writes events, numbering them and keeping the clock. */
class Script {
  events = /** @type {any[]} */ ([]);
  clock = 0;
  steps = 0;

  /** @param {string} kind @param {number | null} task @param {object} [fields] */
  add(kind, task, fields = {}) {
    this.events.push({
      i: this.events.length,
      t_us: this.clock,
      kind,
      task,
      line: null,
      ...fields,
    });
    return this;
  }

  /** @param {number | null} task @param {number} child */
  create(task, child) {
    this.add("task-created", task, { child, line: 1 });
    return this.add("task-ready", child, { by: task });
  }

  /** @param {number} task */
  begin(task) {
    this.steps += 1;
    return this.add("step-began", task, { step: this.steps - 1, batch: 0 });
  }

  /** @param {number} task @param {string} text */
  print(task, text) {
    return this.add("printed", task, { text, stream: "stdout", line: 5 });
  }

  /** @param {number} task @param {"read" | "write"} kind @param {number} object @param {string} value */
  touch(task, kind, object, value) {
    return this.add(kind, task, { object, value, count: 1, line: kind === "read" ? 11 : 13 });
  }

  /** @param {number} task @param {string} why @param {object} [fields] */
  suspend(task, why, fields = {}) {
    return this.add("suspended", task, {
      why,
      object: null,
      until_us: null,
      on: [],
      line: 12,
      ...fields,
    });
  }

  /** @param {number} task @param {number} us how long */
  sleep(task, us) {
    return this.suspend(task, "sleep", { until_us: this.clock + us });
  }

  /** The clock moves on and the sleepers arrive. @param {number} us @param {number[]} tasks */
  wake(us, tasks) {
    const from_us = this.clock;
    this.clock = us;
    this.add("clock-moved", null, { from_us });
    for (const task of tasks) this.add("task-ready", task, { by: null });
    return this;
  }

  /** @param {number} task */
  finish(task) {
    return this.add("task-finished", task, { value: "None" });
  }
}

/** @param {string[]} labels of the tasks that main starts */
const tasksOf = (labels) =>
  ["main", ...labels].map((label, id) => ({
    id,
    name: label,
    label,
    parent: id === 0 ? null : 0,
    line: 1,
    ended: "finished",
  }));

/** @param {string} kind @param {string} name @param {number} id */
const object = (kind, name, id) => ({
  id,
  kind,
  name,
  line: 1,
  watched: kind === "variable",
  shared: true,
  part_of: null,
});

/** main starts everybody and waits. @param {Script} script @param {number[]} tasks */
function startAll(script, tasks) {
  script.create(null, 0).begin(0);
  for (const task of tasks) script.create(0, task);
  return script.suspend(0, "task", { on: tasks });
}

/** @param {Script} script */
const endAll = (script) => script.add("task-ready", 0, { by: null }).begin(0).finish(0);

const LETTERS = "ABCDEFGH";
const TENTH = 100_000;

/** Each ATM reads 0, sleeps for 0.1 s, and writes 100. @param {number} atms */
export function unlocked(atms = 3) {
  const script = new Script();
  const ids = Array.from({ length: atms }, (_, i) => i + 1);
  startAll(script, ids);
  for (const task of ids) script.begin(task).touch(task, "read", 0, "0").sleep(task, TENTH);
  script.wake(TENTH, ids);
  for (const task of ids) {
    script.begin(task).touch(task, "write", 0, "100");
    script.print(task, `ATM-${LETTERS[task - 1]} wrote 100`).finish(task);
  }
  endAll(script);
  const reads = script.events.filter(({ kind }) => kind === "read").map(({ i }) => i);
  const writes = script.events.filter(({ kind }) => kind === "write").map(({ i }) => i);
  return {
    ...BLANK,
    balance: { final: "100", expected: `${atms}00` },
    tasks: tasksOf(ids.map((task) => `ATM-${LETTERS[task - 1]}`)),
    objects: [object("variable", "account.balance", 0)],
    events: script.events,
    duration_us: TENTH,
    findings: ids.slice(1).map((task, i) => ({
      kind: "lost-update",
      severity: "error",
      text: `${LETTERS[task - 1]} wrote over ${LETTERS[task - 2]}.`,
      tasks: [task],
      lines: [13],
      object: 0,
      events: [reads[i + 1], writes[i], writes[i + 1]],
    })),
  };
}

/** The same program in an order that loses nothing: each reads and writes before the next one reads.
 * @param {number} atms
 */
export function inTurn(atms = 2) {
  const script = new Script();
  const ids = Array.from({ length: atms }, (_, i) => i + 1);
  startAll(script, ids);
  for (const [at, task] of ids.entries()) {
    script
      .begin(task)
      .touch(task, "read", 0, `${at * 100 || 0}`)
      .sleep(task, TENTH);
    script
      .wake((at + 1) * TENTH, [task])
      .begin(task)
      .touch(task, "write", 0, `${task}00`);
    script.print(task, `ATM-${LETTERS[task - 1]} wrote ${task}00`).finish(task);
  }
  endAll(script);
  return {
    ...BLANK,
    result: `${atms}00`,
    balance: { final: `${atms}00`, expected: `${atms}00` },
    tasks: tasksOf(ids.map((task) => `ATM-${LETTERS[task - 1]}`)),
    objects: [object("variable", "account.balance", 0)],
    events: script.events,
    duration_us: atms * TENTH,
  };
}

/** Two ATMs and a lock: B asks while A holds it, is promised it, and takes it. */
export function locked() {
  const script = new Script();
  startAll(script, [1, 2]);
  const wanted = { object: 1, owner: null, promised: null, waiters: [] };
  script.begin(1).add("lock-wanted", 1, { ...wanted, line: 9 });
  script.add("lock-acquired", 1, { object: 1, waiters: [], line: 9 });
  script.touch(1, "read", 0, "0").sleep(1, TENTH);
  script.begin(2).add("lock-wanted", 2, { ...wanted, owner: 1, line: 9 });
  script.suspend(2, "lock", { object: 1, on: [1] });
  script.wake(TENTH, [1]).begin(1).touch(1, "write", 0, "100");
  script.add("lock-released", 1, { object: 1, owner: 1, promised: 2, waiters: [2] });
  script.add("task-ready", 2, { by: 1 }).finish(1);
  script.begin(2).add("lock-acquired", 2, { object: 1, waiters: [] });
  script.touch(2, "read", 0, "100").touch(2, "write", 0, "200");
  script.add("lock-released", 2, { object: 1, owner: 2, promised: null, waiters: [] }).finish(2);
  endAll(script);
  return {
    ...BLANK,
    balance: { final: "200", expected: "200" },
    tasks: tasksOf(["ATM-A", "ATM-B"]),
    objects: [object("variable", "account.balance", 0), object("lock", "account.lock", 1)],
    events: script.events,
    duration_us: TENTH,
  };
}

/** left holds a and asks for b, right holds b and asks for a; if it reads, each remembers a total.
 * @param {{reads?: boolean}} [options]
 */
export function deadlock({ reads = false } = {}) {
  const script = new Script();
  startAll(script, [1, 2]);
  const wanted = { owner: null, promised: null, waiters: [] };
  for (const task of [1, 2]) {
    const lock = task - 1;
    script.begin(task).add("lock-wanted", task, { ...wanted, object: lock, line: 8 });
    script.add("lock-acquired", task, { object: lock, waiters: [], line: 8 });
    if (reads) script.touch(task, "read", 2, "100");
    script.sleep(task, TENTH);
  }
  script.wake(TENTH, [1, 2]);
  for (const task of [1, 2]) {
    const [lock, owner] = task === 1 ? [1, 2] : [0, 1];
    script.begin(task).add("lock-wanted", task, { ...wanted, object: lock, owner, line: 9 });
    script.suspend(task, "lock", { object: lock, on: [owner], line: 9 });
  }
  script.add("deadlock", null, { stuck: [0, 1, 2] });
  const links = [1, 2].map((task) => ({
    task,
    line: 9,
    object: 2 - task,
    holder: 3 - task,
    held_since_line: 8,
  }));
  return {
    ...BLANK,
    status: "deadlock",
    result: null,
    tasks: tasksOf(["left", "right"]).map((task) => ({ ...task, ended: "pending" })),
    objects: [
      object("lock", "a", 0),
      object("lock", "b", 1),
      ...(reads ? [object("variable", "total", 2)] : []),
    ],
    events: script.events,
    findings: [
      {
        kind: "deadlock",
        severity: "error",
        text: "stuck",
        tasks: [1, 2],
        lines: [9],
        object: null,
        events: [],
        cycle: links,
      },
    ],
  };
}

/** polite sleeps for 0.1 s, but rude blocks the loop from 0 s to 0.4 s. */
export function blocking() {
  const script = new Script();
  startAll(script, [1, 2]);
  script.begin(1).sleep(1, TENTH).begin(2);
  script.clock = 4 * TENTH;
  script.add("blocked", 2, { from_us: 0, line: 20 }).finish(2);
  script.add("task-ready", 1, { by: null }).begin(1).finish(1);
  endAll(script);
  return { ...BLANK, tasks: tasksOf(["polite", "rude"]), objects: [], events: script.events };
}

/** Tasks that take turns adding one, step after step. @param {number} steps @param {number} tasks */
export function long(steps, tasks = 4) {
  const script = new Script();
  const ids = Array.from({ length: tasks }, (_, i) => i + 1);
  startAll(script, ids);
  for (let n = 0; n < steps; n++) {
    const task = ids[n % tasks];
    if (n >= tasks) script.wake(n * 1000, [task]);
    script
      .begin(task)
      .touch(task, "read", 0, String(n))
      .touch(task, "write", 0, String(n + 1));
    script.print(task, `step ${n}`).sleep(task, tasks * 1000);
  }
  script.add("limit", null, { limit: "steps", message: "enough" });
  return {
    ...BLANK,
    status: "limit",
    tasks: tasksOf(ids.map((id) => `worker-${id}`)),
    objects: [object("variable", "total", 0)],
    events: script.events,
  };
}

/** What every order of three deposits with an arrival gives, as the engine says it. @param {object} [more] */
export function deposits(more = {}) {
  /** @param {string} result @param {number} interleavings @param {number} classes @param {string} schedule */
  const outcome = (result, interleavings, classes, schedule) => ({
    status: "ok",
    result,
    state: { "account.balance": result },
    interleavings,
    classes,
    schedule,
    deviations: schedule.split("=").length - 1,
    is_shortest: true,
    tone: result === "300" ? "right" : "wrong",
    text: `end at ${result}`,
    misses: result !== "300",
    loses: result !== "300",
    is_outdated: false,
    losing: null,
    cause: null,
  });
  return {
    schema: "lockstep-exploration/1",
    python: "3.12.1",
    latency: "any",
    complete: true,
    tried_all: true,
    interleavings: 90,
    classes: 36,
    executed: 40,
    runs: 40,
    estimate: null,
    method: "all",
    expected: "300",
    update: "deposit",
    has_failed: false,
    doing: "",
    doubts: [],
    verdict: { tone: "wrong", headline: "84 of 90 orders lose money.", text: "Verified over all." },
    notes: [],
    deterministic: true,
    outcomes: [
      outcome("100", 48, 12, "written"),
      outcome("200", 36, 18, "any-3.12:3=2"),
      outcome("300", 6, 6, "any-3.12:2=0,4=1"),
    ],
    ...more,
  };
}

/** Some traces as the orders of one program: the second step is where they part.
 * @param {any[]} traces @param {object} [tree] of all orders, where these are not all @param {number} [first] letter of that step
 */
export function ordersOf(traces, tree, first = 1) {
  const values = /** @type {unknown[]} */ ([]);
  const texts = /** @type {object[][]} */ ([]);
  const orders = traces.map(({ events, ...fields }, at) => ({
    word: [0, at + first],
    stretches: [texts.push(events.slice(0, 4)) - 1, texts.push(events.slice(4)) - 1],
    trace: Object.fromEntries(
      Object.entries(fields).map(([name, value]) => [name, values.push(value) - 1]),
    ),
  }));
  return readOrders({
    schema: ORDERS,
    python: "3.13",
    complete: !tree,
    tree,
    letters: 9,
    texts,
    values,
    orders,
  });
}

/** The tree of 2050 orders: the first ends at 200, every other one at 100. */
export const THOUSANDS = {
  endings: [
    { status: "ok", result: "200", type: null, tone: "right" },
    { status: "ok", result: "100", type: null, tone: "wrong" },
  ],
  nodes: [
    ...[[-1, 0, 1], [-1, 1, 2, 2, 3, 3, 4], [0], [1]],
    ...Array.from({ length: 11 }, (_, at) => [-1, 0, at + 5, 1, at + 5]),
    [1],
  ],
};

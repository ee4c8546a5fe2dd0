// Holds the frame and the spare workers: loads them once, and anew after a failure.
import { loadFailed, stopped } from "./errors.js";
import { openFrame } from "./frame.js";
import { gateOf } from "./gates.js";
import { FILES } from "./protocol.js";
import { fillFrame } from "./runtime.js";
import { watched } from "./watchdog.js";
import { startWorker } from "./worker-link.js";

/**
 * @typedef {{loaded: number, total: number, seconds: number, what: string}} Progress
 * @typedef {import("./download.js").Count} Count
 * @typedef {import("./worker-link.js").WorkerLink} WorkerLink
 * @typedef {{controller: AbortController, frame: import("./frame.js").Frame,
 *   openGate: import("./worker-link.js").OpenGate | null, spares: WorkerLink[], ready: boolean,
 *   hasImage: boolean, isFetched: boolean, hasRun: boolean, isAsked: boolean,
 *   filled: Promise<void>, exploring: Promise<void> | null}} Session one go at loading; hasImage: it begins with that
 *   of an earlier visit; isAsked: whether it has been asked for one for the next visit; exploring: settles when
 *   its workers are given what that needs
 * @typedef {{runtime: import("./runtime.js").RuntimeData, resolve: (url: string) => string,
 *   limits: {stall: number, start: number, spares: number}, onProgress: (progress: Progress) => void,
 *   onForgotten: () => void, image: import("./kept-image.js").KeptImage, exploring: import("./archive.js").Archive,
 *   document: Document}} Options
 */

/** How long after a run spares wait to be made, in ms. */
const REST = 700;
/** Between two reports of how much has come, in ms: pieces come faster than anybody can read. */
const PAUSE = 50;

/** @param {Options} options */
export function createLoader({
  runtime,
  resolve,
  limits,
  onProgress,
  onForgotten,
  image,
  exploring,
  document,
}) {
  /** @type {Session | null} */
  let session = null;

  function begin() {
    /** @type {Session} */
    const mine = {
      controller: new AbortController(),
      frame: openFrame(document, runtime.frame),
      openGate: null,
      spares: [],
      ready: false,
      ...{ hasImage: false, isFetched: false, hasRun: false, isAsked: false },
      ...{ filled: Promise.resolve(), exploring: null },
    };
    image.read().then((packed) => {
      mine.hasImage = packed !== null;
      mine.frame.begin(packed);
    });
    mine.filled = fill(mine).catch((error) => {
      forget(mine, error);
      throw error;
    });
    mine.filled.catch(() => {});
    return mine;
  }

  /** @param {Session} mine */
  async function fill(mine) {
    const report = reporter(onProgress);
    await fetched(mine, report);
    mine.isFetched = true;
    report(null);
    handExploring(mine).catch(() => {}); // asked for again by who needs it
    await within(Promise.all([mine.frame.compiled, mine.spares[0]?.ready]));
    mine.ready = true;
  }

  /** @param {Session} mine @param {(count: Count) => void} report */
  function fetched(mine, report) {
    /** @type {Count} */
    let last = { loaded: 0, total: 0 };
    const { signal } = mine.controller;
    const { files } = runtime;
    const onFirst = (/** @type {ArrayBuffer} */ gate) => {
      mine.openGate = gateOf(gate);
      mine.spares.push(begun(mine));
    };
    const work = (/** @type {() => void} */ alive) => {
      const onBytes = (/** @type {Count} */ count) => {
        last = count;
        alive();
        report(count);
      };
      return fillFrame(mine.frame, { files, resolve, signal, onBytes, onFirst });
    };
    return watched(work, limits.stall, () => stalled(limits.stall, last));
  }

  /** @template T @param {Promise<T>} starting */
  const within = (starting) =>
    watched(
      () => starting,
      limits.start,
      () => silent(limits.start),
    );

  /** @param {Session | null} mine @param {any} reason */
  function forget(mine, reason) {
    if (session === mine) session = null;
    if (mine?.hasImage && mine.isFetched && reason.kind === "load") image.forget();
    mine?.controller.abort();
    for (const spare of mine?.spares ?? []) spare.drop(reason);
    mine?.frame.close();
    // With the frame goes every worker that it made, also those that are not spare.
    onForgotten();
  }

  /** A worker waits for it before it explores, and gets ahead when it comes. @param {Session} mine */
  async function handExploring(mine) {
    mine.exploring ??= exploring
      .fetch()
      .then((content) => mine.frame.hand(FILES.exploring, content));
    try {
      await mine.exploring;
    } catch (error) {
      mine.exploring = null;
      throw error;
    }
  }

  /** One after the other, so that they do not slow each other down; and the second once the first
   * has got ahead, which would else be done in each.
   */
  function keepSpares() {
    if (!session?.ready) return;
    const { spares, frame } = session;
    if (!spares.every((spare) => spare.isReady)) return;
    if (spares.length > 0 && !frame.isAhead) {
      frame.ahead.then(keepSpares);
      return;
    }
    if (spares.length >= limits.spares) {
      if (session.hasRun) keepImage(session);
      return;
    }
    const link = begun(session);
    spares.push(link);
    link.ready.then(keepSpares, () => {});
  }

  /** For the next visit, once its first result has been shown and all that a run needs is there.
   * @param {Session} mine
   */
  async function keepImage(mine) {
    if (mine.isAsked) return;
    mine.isAsked = true;
    if (!(await image.isWanted())) return;
    await new Promise((idle) => (globalThis.requestIdleCallback ?? setTimeout)(idle));
    const packed = await mine.frame.pack();
    if (packed) await image.write(packed);
  }

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let soon;
  const holdSpares = () => clearTimeout(soon);

  return {
    /** Settles when a worker can be taken. */
    load() {
      session ??= begin();
      return session.filled;
    },
    /** Settles when a worker can be asked to explore. */
    async handExploring() {
      if (session) await handExploring(session);
    },
    keepSpares,
    /** Keep spares once nobody presses Run again and again: Python's start would slow each run. */
    keepSparesSoon() {
      if (session) session.hasRun = true;
      holdSpares();
      soon = setTimeout(keepSpares, REST);
    },
    holdSpares,
    /** Load ahead of need; settles when a run would begin at once. */
    async warm() {
      session ??= begin();
      await session.filled;
      if (!session?.spares.length) keepSpares();
      await session?.spares[0]?.ready;
    },
    /** A worker, in the caller's hands from now on, and the promise that it is ready. */
    takeWorker() {
      const mine = session;
      if (!mine) throw new Error("takeWorker() was called before load() had settled");
      const link = mine.spares.shift() ?? begun(mine);
      const ready = within(link.ready).catch((error) => {
        if (error.kind === "load") forget(mine, error);
        throw error;
      });
      return { link, ready };
    },
    /** @param {string} why */
    cancel: (why) => forget(session, stopped(why)),
    /** "warming": loaded, but the next worker is not up yet. */
    get state() {
      if (!session) return "cold";
      if (!session.ready) return "loading";
      return session.spares[0]?.isReady ? "ready" : "warming";
    },
  };
}

/** A new worker, which will be ready. @param {Session} session */
function begun({ frame, openGate }) {
  if (!openGate) throw new Error("a worker was asked for before the frame had been furnished");
  return startWorker(frame, openGate);
}

/** @param {(progress: Progress) => void} onProgress */
function reporter(onProgress) {
  const began = performance.now();
  /** @type {Count} */
  let last = { loaded: 0, total: 0 };
  let reported = -Infinity;
  return (/** @type {Count | null} null: all of it is here */ count) => {
    const now = performance.now();
    last = count ?? last;
    if (count && now - reported < PAUSE) return;
    reported = now;
    const what = count ? "fetching Python" : "starting Python";
    onProgress({ ...last, seconds: (now - began) / 1000, what });
  };
}

/** @param {number} seconds @param {Count} count */
const stalled = (seconds, { loaded, total }) =>
  loadFailed(
    `Python could not be loaded: nothing came for ${seconds} seconds, after ${loaded} of ${total} bytes. Check the connection and run again.`,
  );

/** @param {number} seconds */
const silent = (seconds) =>
  loadFailed(`Python did not start within ${seconds} seconds. Run again to load it anew.`);

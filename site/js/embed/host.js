/** The page around the embed: what it is told, and what it tells. Version 1 of both is frozen. */

/** @typedef {{theme?: string, accent?: string, font?: string, paper?: string, ink?: string}} Look */
/** @typedef {{trace: unknown, exploration: unknown}} Recording */

/** @param {object} message */
const send = (message) => window.parent.postMessage({ lockstep: 1, ...message }, "*");

/** Hear the host, and nobody else. @param {string} type @param {(data: any) => void} receive */
function on(type, receive) {
  window.addEventListener("message", ({ source, data }) => {
    if (source === window.parent && source !== window && data?.lockstep === 1) {
      if (data.type === type) receive(data);
    }
  });
}

/** Ask the host for the run that its build recorded of its own program.
 * @param {number} patience in ms @returns {Promise<Recording | null>} null: it has none, or is no host of ours
 */
export function askForRecording(patience) {
  return new Promise((resolve) => {
    on("recording", ({ trace, exploration }) => resolve({ trace, exploration }));
    setTimeout(() => resolve(null), patience);
    send({ type: "hello" });
  });
}

/** @param {(look: Look) => void} show */
export const onLook = (show) =>
  on("look", ({ look }) => {
    if (look && typeof look === "object") show(look);
  });

export const sendReady = () => send({ type: "ready" });

/** @param {{status: string, result: string | null, source: string}} run */
export const sendDone = ({ status, result, source }) =>
  send({ type: "done", status, result, source });

/** Pixels by which less is needed before room is given back: what comes from the height itself
 * (a line that wraps) must not make it go back and forth.
 */
const WORTHWHILE = 40;

/** Tell what height is needed whenever the room does not do. A frame has no width before its host
 * has laid it out, or while the host hides it; what it would need then is no answer.
 * @param {HTMLElement} root
 */
export function sendHeight(root) {
  let asked = 0;
  const report = () => {
    if (window.innerWidth === 0) return;
    const needed = Math.ceil(root.getBoundingClientRect().height);
    // What only fills the room that there is, however much that is, needs no more.
    const does = needed <= Math.max(asked, window.innerHeight);
    if (does && needed > asked - WORTHWHILE) return;
    asked = needed;
    send({ type: "height", height: needed });
  };
  new ResizeObserver(report).observe(root);
  report();
}

// Runs in a worker of the page's own, one for each worker of the sandbox: between the two ports,
// so that a flood or a monster is met here and not on the page's thread.
import { createGate } from "./gate.js";

const clock = {
  now: () => performance.now(),
  after: (/** @type {number} */ ms, /** @type {() => void} */ work) => setTimeout(work, ms),
};
const gate = createGate((message) => postMessage(message), clock);

/** @type {MessagePort | undefined} */
let sandbox;

addEventListener("message", ({ data, ports: [port] }) => {
  if (port) {
    sandbox = port;
    port.onmessage = (event) => {
      gate.receive(event.data);
      if (gate.isShut) port.close();
    };
    return;
  }
  gate.expect(data.id);
  sandbox?.postMessage(data);
});

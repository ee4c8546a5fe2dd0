// The page's side of the gates: workers of its own that hear the sandbox in its stead.

/**
 * A way to open gates. The script comes with the runtime's files, so no gate has to wait for the network.
 * @param {ArrayBuffer} script the bundle of gate/worker.js
 * @returns {import("./worker-link.js").OpenGate}
 */
export function gateOf(script) {
  const url = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  return (port, receive, onLost) => {
    const worker = new Worker(url);
    worker.onmessage = ({ data }) => receive(data);
    worker.onerror = (event) => {
      event.preventDefault();
      onLost("what it sent could not be read");
    };
    worker.postMessage(null, [port]);
    return {
      send: (request) => worker.postMessage(request),
      close: () => worker.terminate(),
    };
  };
}

// The document of the sandbox frame: what it may do is written here and nowhere else.

/**
 * No network, no storage (its origin is opaque), no page. Scripts: ours inline, and blob: and
 * data: for the loader, since the frame gets every byte from the page. A worker inherits this.
 * Inline styles fetch nothing; a browser that sets one of its own would complain in the console.
 */
export const POLICY = [
  "default-src 'none'",
  "script-src 'unsafe-inline' 'wasm-unsafe-eval' blob: data:",
  "style-src 'unsafe-inline'",
  "worker-src data:",
  "connect-src blob:",
].join("; ");

export const SANDBOX = "allow-scripts";

/**
 * A classic script, since it must be listening when the frame's load event is fired; a module
 * may run later than that.
 * @param {string} script the bundle of sandbox/frame.js
 */
export function frameDocument(script) {
  const closed = script.replaceAll("</script", "<\\/script");
  return `<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${POLICY}"><title>Lockstep sandbox</title><script>${closed}</script>`;
}

// Asks the browser to keep the site, so that it works without a network. Nothing needs it.

/**
 * Begin once the page has nothing else to do. How it ended is told as `data-offline` of the page's
 * root element: `complete`, or why not. A reader who saves data is not asked for megabytes.
 * @param {Window} window @param {URL} script of the service worker, at the site's root
 */
export async function keepOffline({ navigator, document }, script) {
  const record = (/** @type {string} */ word) => {
    document.documentElement.dataset.offline = word;
  };
  try {
    const { serviceWorker } = navigator;
    const saves = /** @type {any} */ (navigator).connection?.saveData;
    if (!serviceWorker || saves || script.protocol === "file:") return;
    const registration = await serviceWorker.register(script, { updateViaCache: "none" });
    await serviceWorker.ready;
    const { port1: answer, port2: theirs } = new MessageChannel();
    answer.onmessage = ({ data }) => record(String(data));
    registration.active?.postMessage("fill", [theirs]);
  } catch {
    record("refused"); // storage that is switched off, a private window: the site works as ever
  }
}

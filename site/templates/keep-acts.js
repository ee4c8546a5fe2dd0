{
  // What is done before the scripts are there is done again once they are: hydration/place.js.
  const acts = [];
  const keeping = new AbortController();
  // What the browser does by itself it has done: it follows links, unfolds, and checks boxes.
  const ITSELF = "a[href], summary, label, input, select, textarea, [popovertarget]";
  const keep = (event) => {
    const { target, type } = event;
    if (!event.isTrusted && type !== "click") return;
    if (!target.closest?.("#playground") && type !== "keydown") return;
    if (type === "click" && target.closest(ITSELF)) return;
    acts.push({ event, value: target.value, checked: target.checked });
  };
  const listening = { capture: true, signal: keeping.signal };
  for (const type of ["pointerdown", "click", "input", "change", "keydown"]) {
    document.addEventListener(type, keep, listening);
  }
  // Enter in the only field of a form would leave the page.
  document.addEventListener("submit", (event) => event.preventDefault(), listening);
  const give = ({ detail }) => {
    keeping.abort();
    detail(acts);
  };
  document.addEventListener("lockstep-take", give, { once: true });
  // A script that does not come cannot say so itself.
  const showMissing = () => {
    const place = document.getElementById("status-text") ?? document.body;
    place.textContent = "A part of this page did not load. Reload the page.";
  };
  // A page that a browser has kept may be of a version that the site has no longer: asked for anew,
  // all of it is of one.
  const isKept = () =>
    navigator.onLine && performance.getEntriesByType("navigation")[0]?.type === "navigate";
  const missed = ({ target }) => {
    if (target.tagName !== "SCRIPT" && target.rel !== "stylesheet") return;
    if (isKept()) return location.reload();
    if (target.tagName !== "SCRIPT") return;
    if (document.readyState === "loading") addEventListener("DOMContentLoaded", showMissing);
    else showMissing();
  };
  addEventListener("error", missed, true);
}

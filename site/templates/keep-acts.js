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
  const sayMissing = () => {
    const place = document.getElementById("status-text");
    if (place) place.textContent = "A part of this page did not load. Reload the page.";
  };
  const missed = ({ target }) => {
    if (target.tagName !== "SCRIPT") return;
    if (document.readyState === "loading") addEventListener("DOMContentLoaded", sayMissing);
    else sayMissing();
  };
  addEventListener("error", missed, true);
}

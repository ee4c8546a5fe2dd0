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
  for (const type of ["click", "input", "change", "keydown"]) {
    document.addEventListener(type, keep, { capture: true, signal: keeping.signal });
  }
  const give = ({ detail }) => {
    keeping.abort();
    detail(acts);
  };
  document.addEventListener("lockstep-take", give, { once: true });
}

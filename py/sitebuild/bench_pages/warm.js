// Evaluated in our page: one run to warm up, then `count` runs, each after a rest of `rest_ms`,
// timed from the click to the frame that shows the balance.
async ({ count, rest_ms }) => {
  const page = document.querySelector("#playground");
  const frame = () => new Promise(requestAnimationFrame);
  const run = async () => {
    const began = performance.now();
    document.querySelector("[data-testid=run]").click();
    while (page.dataset.state === "done") await frame();
    while (page.dataset.state !== "done" || page.dataset.source !== "live") await frame();
    return performance.now() - began;
  };
  const rest = () => new Promise((resume) => setTimeout(resume, rest_ms));
  while (!window.lockstep) await frame();
  await run();
  const times = [];
  for (let n = 0; n < count; n += 1) {
    await rest();
    times.push(await run());
  }
  return times;
}

// Evaluated in a page that opens with the clock: `count` choices, each timed from the press to the
// frame after the one that shows it; whoever comes to the end begins again.
async ({ count }) => {
  const frame = () => new Promise(requestAnimationFrame);
  const find = (name) => document.querySelector(`[data-testid=${name}]:not([disabled])`);
  while (!find("choice")) await frame();
  const times = [];
  while (times.length < count) {
    const choice = find("choice");
    if (!choice) {
      while (find("undo")) find("undo").click();
      await frame();
      continue;
    }
    const left = document.querySelector("[data-testid=orders-left]");
    const before = left.dataset.left;
    const began = performance.now();
    choice.click();
    await frame();
    if (left.dataset.left === before) throw new Error("a choice left as many orders as before");
    times.push(performance.now() - began);
    await frame();
  }
  return times;
}

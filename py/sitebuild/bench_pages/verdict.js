// Evaluated in our page: from the click on Explore to the frame that shows a verdict over every
// order, right or wrong. What is found out after that, which orders are distinct and shortest, is
// not waited for.
async () => {
  const panel = document.querySelector("[data-testid=outcomes]");
  const press = (name) => document.querySelector(`[data-testid=${name}]`).click();
  const frame = () => new Promise(requestAnimationFrame);
  const exploring = () => panel.dataset.state === "exploring";
  const began = performance.now();
  press("explore");
  while (!exploring()) await frame();
  while (exploring() && panel.dataset.complete !== "true") await frame();
  const ms = performance.now() - began;
  const complete = panel.dataset.complete === "true";
  if (exploring()) press("stop");
  while (exploring()) await frame();
  return { ms, complete };
};

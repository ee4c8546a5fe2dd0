// Evaluated in our page: from the click on Explore to the answer. What has reported nothing
// final after `stop_ms`, once it has begun, is stopped, and what it reported counts.
async ({ stop_ms }) => {
  const panel = document.querySelector("[data-testid=outcomes]");
  const press = (name) => document.querySelector(`[data-testid=${name}]`).click();
  const frame = () => new Promise(requestAnimationFrame);
  press("explore");
  while (panel.dataset.state !== "exploring") await frame();
  const began = performance.now();
  const spent = () => performance.now() - began;
  while (panel.dataset.state === "exploring" && spent() < stop_ms) await frame();
  if (panel.dataset.state === "exploring") press("stop");
  const ms = spent();
  while (panel.dataset.state === "exploring") await frame();
  return { ms, sentence: panel.querySelector(".orders-sentence").textContent };
};

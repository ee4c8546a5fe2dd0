// Runs in the bare page from the start: notes when the program has ended.
window.programEnded = async () => {
  await new Promise(requestAnimationFrame);
  const paint = performance.getEntriesByName("first-paint")[0].startTime;
  window.benchResult = { origin: performance.timeOrigin, paint, result: performance.now() };
};

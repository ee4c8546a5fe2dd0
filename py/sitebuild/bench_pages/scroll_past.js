// Evaluated in the page with ten embeds, once they are drawn: scrolls from the top to the end, a tenth
// of the screen a frame, and gives the times between frames.
async () => {
  const frame = () => new Promise(requestAnimationFrame);
  const times = [];
  let last = await frame();
  const end = () => scrollY + innerHeight >= document.documentElement.scrollHeight - 1;
  while (!end()) {
    scrollBy(0, innerHeight / 10);
    const now = await frame();
    times.push(now - last);
    last = now;
  }
  return times;
}

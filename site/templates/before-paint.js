document.documentElement.dataset.js = "";
try {
  const theme = localStorage.getItem("lockstep-theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {}
{
  // A press that comes before the scripts counts once they are there.
  const pressed = [];
  const keep = ({ target }) => {
    const button = target.closest("#playground button");
    if (button) pressed.push(button);
  };
  const catchUp = () => {
    document.removeEventListener("click", keep, true);
    for (const button of pressed) button.click();
  };
  document.addEventListener("click", keep, true);
  document.addEventListener("lockstep-wired", catchUp, { once: true });
}

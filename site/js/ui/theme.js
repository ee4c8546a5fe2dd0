/** Light, dark, or as the system has it. Storage may be refused: then the choice lasts a page. */

const KEY = "lockstep-theme";
const CHOICES = ["auto", "light", "dark"];

/** @param {string} theme */
function remember(theme) {
  try {
    if (theme === "auto") localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, theme);
  } catch {
    // a private window, or a frame on another site
  }
}

/** @param {Document} document */
export function mountTheme(document) {
  const button = document.getElementById("theme");
  if (!button) return;
  const { dataset } = document.documentElement;
  const name = button.querySelector("#theme-name");
  const show = () => name?.replaceChildren(dataset.theme ?? "auto");
  button.addEventListener("click", () => {
    const next = CHOICES[(CHOICES.indexOf(dataset.theme ?? "auto") + 1) % CHOICES.length];
    if (next === "auto") delete dataset.theme;
    else dataset.theme = next;
    remember(next);
    show();
  });
  show();
}

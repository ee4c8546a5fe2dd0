// An address can bring another program, or another order, than the page has drawn, and so can an edit
// of this tab: until that is there, nothing is shown in its place. page/playground.js shows it.
{
  const { dataset } = document.documentElement;
  const draft = () => {
    try {
      return sessionStorage.getItem(`lockstep-draft ${location.pathname}`);
    } catch {
      return null;
    }
  };
  const widgets = document.querySelector("meta[name=lockstep-widgets]").content.split(" ");
  const query = new URLSearchParams(location.search);
  const isBrought = /^#(\d+(\.|$)|reference=)/.test(location.hash);
  if (isBrought || widgets.some((name) => query.has(name)) || draft() !== null) {
    dataset.brings = "";
    // A page that does not come alive shows what it has.
    addEventListener(
      "error",
      ({ target }) => target.tagName === "SCRIPT" && delete dataset.brings,
      true,
    );
  }
}

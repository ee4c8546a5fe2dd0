// The site may live below any path: the nearest folder above that holds the catalogue is its root.
(async () => {
  const link = document.getElementById("home");
  for (let at = new URL(".", location.href); ; at = new URL("..", at)) {
    const answer = await fetch(new URL("data/catalogue.json", at), { method: "HEAD" }).catch(
      () => null,
    );
    if (answer?.ok) {
      link.href = at.href;
      link.hidden = false;
      return;
    }
    if (at.pathname === "/") return;
  }
})();

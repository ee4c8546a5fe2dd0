{
  // The line that matters stands in sight from the first paint on.
  const listing = document.querySelector("#editor .code");
  const line =
    listing.querySelectorAll(".code-line")[document.getElementById("editor").dataset.line - 1];
  const top = line ? line.offsetTop - listing.offsetTop : 0;
  const inSight = top + line?.offsetHeight <= listing.clientHeight;
  if (line && !inSight) listing.scrollTop = top - listing.clientHeight / 3;
}

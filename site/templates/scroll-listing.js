{
  // The line that matters stands in sight from the first paint on.
  const listing = document.querySelector("#editor .code");
  const line =
    listing.querySelectorAll(".code-line")[document.getElementById("editor").dataset.line - 1];
  if (line) listing.scrollTop = line.offsetTop - listing.offsetTop - listing.clientHeight / 3;
}

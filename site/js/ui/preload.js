/** Files that are soon imported, asked for all at once: else each is found in the one before it. */

/** @param {Document} document @param {string[]} paths of modules @param {string | URL} root below which they are */
export function preload(document, paths, root) {
  for (const path of paths) {
    const link = document.createElement("link");
    Object.assign(link, { rel: "modulepreload", href: new URL(path, root).href });
    document.head.append(link);
  }
}

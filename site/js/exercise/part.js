/** The parts of an exercise's page, as the build has drawn them. */

/** @param {ParentNode} root @param {string} name */
export const part = (root, name) =>
  /** @type {HTMLElement} */ (root.querySelector(`#exercise-${name}`));

/** A snippet of the reference as a program: its address names it, and one small file has them all. */

const ADDRESS = /^#reference=([a-z]+(?:-[a-z]+)*)$/;

/** The snippet that an address asks for, if it asks for one. @param {string} hash */
export const snippetNamed = (hash) => ADDRESS.exec(hash)?.[1] ?? null;

/**
 * @param {string} url of the file of all snippets
 * @param {string} name
 * @returns {Promise<string>} the program
 */
export async function loadSnippet(url, name) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url} answers ${answer.status}`);
  const programs = await answer.json();
  if (!Object.hasOwn(programs, name)) {
    const known = Object.keys(programs).join(", ");
    throw new Error(`The reference has no snippet “${name}”. It has: ${known}.`);
  }
  return String(programs[name]);
}

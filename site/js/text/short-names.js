/** Short names: what tells one lane from its neighbours, and what they have in common. */

/** @typedef {{text: string, sub: string}} Name */

/** @param {string} name @returns {[string, string]} */
function split(name) {
  const [, owner = "", last = name] = /^(.+)\.([^\W\d]\w*)$/u.exec(name) ?? [];
  return [owner, last];
}

/**
 * `account.balance` alone is `balance`; beside `other.balance` it is `account`, with `balance`
 * beneath; names without an owner stay as they are.
 * @param {readonly string[]} names
 * @returns {Name[]}
 */
export function laneNames(names) {
  const parts = names.map(split);
  const met = new Map(/** @type {[string, number][]} */ ([]));
  for (const [, last] of parts) met.set(last, (met.get(last) ?? 0) + 1);
  return parts.map(([owner, last]) => {
    const shared = Number(met.get(last)) > 1;
    return shared && owner ? { text: owner, sub: last } : { text: last, sub: "" };
  });
}

/** The part that all names begin with, up to the last `-`, `_` or space in it.
 * @param {readonly string[]} names
 */
function commonPrefix(names) {
  const [first = ""] = names;
  let length = names.length > 1 ? first.length : 0;
  for (const name of names) {
    while (!name.startsWith(first.slice(0, length))) length--;
  }
  return first.slice(0, length).replace(/[^-_ ]*$/, "");
}

/** What stands before the first `-`, `_` or space: those that have it in common are of one kind.
 * @param {string} name
 */
const kindOf = (name) => name.replace(/[-_ ].*$/s, "");

/** @param {Iterable<string>} names @param {(name: string) => string} keyOf @returns {Map<string, string[]>} */
function groupedBy(names, keyOf) {
  const groups = new Map();
  for (const name of names) {
    const key = keyOf(name);
    groups.get(key)?.push(name) ?? groups.set(key, [name]);
  }
  return groups;
}

/** `main`, `ATM-A`, `ATM-B` -> `main`, `A`, `B`: of each kind what tells one from the other.
 * @param {readonly string[]} names
 */
export function shortNames(names) {
  const kinds = groupedBy(names, kindOf);
  const lengths = new Map([...kinds].map(([kind, all]) => [kind, commonPrefix(all).length]));
  const shortOf = (/** @type {string} */ name) => name.slice(lengths.get(kindOf(name))) || name;
  const alike = groupedBy(new Set(names), shortOf);
  return names.map((name) => (alike.get(shortOf(name))?.length === 1 ? shortOf(name) : name));
}

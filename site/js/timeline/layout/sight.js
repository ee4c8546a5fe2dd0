/** How far a picture is scrolled that is wider than its frame. */

/** Where it is first shown: at what is to be seen in it.
 * @param {number} x of that, in the lanes @param {number} sight how much of the lanes is in sight
 */
export const firstLeft = (x, sight) => (x < sight * 0.8 ? 0 : x - sight * 0.6);

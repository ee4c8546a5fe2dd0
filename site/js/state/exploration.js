/** What an exploration found, as the page keeps it: checked, and frozen. */

import { deepFreeze } from "../trace/model.js";
import { checkExploration } from "../trace/validate.js";

/** @typedef {import("../trace/types.js").Exploration} Exploration */

/**
 * @param {unknown} json an exploration as Python wrote it, whole or in part
 * @returns {Exploration}
 * @throws {TypeError}
 */
export const readExploration = (json) => deepFreeze(checkExploration(json));

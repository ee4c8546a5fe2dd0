/** What is bundled into the Python package: one function, for an engine without modules. */

import { drawRun } from "./drawing.js";

Object.assign(globalThis, { drawRun });

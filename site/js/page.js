/** A page of the site: its theme, what has been done of the lessons, and its playground if it has one. */

import { showProgress } from "./lessons.js";
import { startPlayground } from "./main.js";
import { pageData } from "./page-data.js";
import { createRunner } from "./runner/runner.js";
import { mountTheme } from "./theme.js";

mountTheme(document);
showProgress(document);
const root = document.getElementById("playground");
const data = pageData(document);
if (root && data) startPlayground(root, data, createRunner);

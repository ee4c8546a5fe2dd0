/** The grades of one visit: the last is shown, with where its orders part; those before it as squares. */

import { showDivergence } from "../divergence/divergence.js";
import { capitalized, every } from "../text/numbers.js";
import { h } from "../ui/dom.js";
import { part } from "./part.js";
import { drawAttempt, drawGrade } from "./result.js";

/** @typedef {import("../trace/types.js").Grade} Grade */
/** @typedef {import("../divergence/draw.js").Compared} Compared */

export class Grades {
  grades = /** @type {Grade[]} */ ([]);

  /** @param {HTMLElement} root @param {Document} document */
  constructor(root, document) {
    this.document = document;
    this.place = part(root, "result");
    this.before = part(root, "before");
    this.attempt = part(root, "attempt");
    this.note = h(document, "p", { class: "grade-stale", hidden: true });
    this.body = h(document, "div", { class: "grade-body" });
    this.attempts = h(document, "ol", { class: "grade-attempts", "aria-label": "Attempts" });
    this.foot = h(document, "div", { class: "grade-foot", hidden: true });
    this.place.append(this.note, this.body, this.foot);
  }

  /** The program or the answer is another one now. */
  outdate() {
    if (this.grades.length === 0) return;
    this.note.hidden = false;
    this.note.textContent = `This is the grade of attempt ${this.grades.length}: the answer is another one now.`;
    this.body.toggleAttribute("data-stale", true);
  }

  /** @param {Grade} grade */
  show(grade) {
    this.place.hidden = false;
    this.before.hidden = true;
    this.place.dataset.passed = String(grade.passed);
    this.note.hidden = true;
    this.body.toggleAttribute("data-stale", false);
    this.body.replaceChildren(...drawGrade(this.document, grade));
    if (!grade.has_failed) this.count(grade);
  }

  /** @param {Grade} grade */
  count(grade) {
    this.grades.push(grade);
    const number = this.grades.length;
    this.attempt.textContent = `attempt ${number}`;
    this.attempts.append(drawAttempt(this.document, grade, number));
    const { orders } = grade;
    const tried = orders === null ? "" : `${capitalized(every(orders, "order"))} tried.`;
    const counts = h(this.document, "p", {}, tried, number > 1 ? " Attempts:" : "");
    this.foot.hidden = tried === "" && number < 2;
    this.foot.replaceChildren(counts, ...(number > 1 ? [this.attempts] : []));
  }

  /** @param {Compared} compared @param {Element | null} link */
  compare(compared, link) {
    const figure = {
      class: "divergence",
      "data-testid": "divergence",
      "aria-label": "Where they part",
    };
    this.body.append(
      h(this.document, "section", figure, ...showDivergence(this.document, compared)),
    );
    if (link) this.foot.append(link);
    this.foot.hidden = false;
  }
}

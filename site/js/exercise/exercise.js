/** An exercise in its page: the answer, its grade over every order, and hints one at a time. */

import { createEditor } from "../editor/codemirror.js";
import { fragmentOf } from "../share/links.js";
import { h } from "../ui/dom.js";
import { speak } from "../ui/live-region.js";
import { comparedRuns } from "./compared.js";
import { Grades } from "./grades.js";
import { mountHints } from "./hints.js";
import { part } from "./part.js";
import { draftOf, keepDraft, markSolved, solved } from "./progress.js";
import { gradeSpoken } from "./result.js";

/** @typedef {import("../trace/types.js").Grade} Grade */
/** @typedef {import("../divergence/draw.js").Compared} Compared */
/** @typedef {{name: string, kind: "predict" | "break" | "repair", source: string, hints: string[],
 *   broken: string[], orders: string | null}} Exercise orders: the file that has them */
/** @typedef {{source: string, filename: string, exercise?: string, task?: string, schedule?: string}} Request */
/** @typedef {{grade: (request: any) => Promise<Grade>, run: (request: any) => Promise<unknown>, stop: () => void}} Grader */
/** @typedef {ReturnType<typeof createEditor>} Editor */

/**
 * @typedef {object} Answering
 * @property {() => string | null} answer what is graded; null: there is none yet
 * @property {string} missing what to do then
 * @property {() => Compared | null} [compared] of an order that was chosen here
 */

/** So much of a grade is seen at least once it is there. */
const LEAST_SEEN = 120;

/** @param {HTMLElement} root @param {Exercise} exercise @param {() => void} onChange */
function mountEditor(root, { name, kind, source }, onChange) {
  const isRepair = kind === "repair";
  const editor = createEditor({
    code: (isRepair && draftOf(name)) || source,
    onEdit: (code) => {
      editor.setFault(null);
      if (isRepair) keepDraft(name, code === source ? null : code);
      onChange();
    },
    readonly: !isRepair,
  });
  part(root, "code").replaceChildren(editor.dom);
  return editor;
}

/** Begin anew; and, since that may have been a slip, the way back.
 * @param {HTMLElement} root @param {Exercise} exercise @param {Editor} editor
 */
function offerReset(root, { source }, editor) {
  const button = part(root, "reset");
  let before = /** @type {string | null} */ (null);
  button.addEventListener("click", () => {
    const code = editor.code();
    editor.setCode(before ?? source);
    before = before === null && code !== source ? code : null;
    button.textContent = before === null ? "Begin anew" : "Bring my code back";
  });
}

/** @param {HTMLElement} root @param {Exercise} exercise @param {Editor} editor @param {() => void} onChange @returns {Promise<Answering>} */
async function mountAnswer(root, exercise, editor, onChange) {
  const document = root.ownerDocument;
  if (exercise.kind === "repair") {
    offerReset(root, exercise, editor);
    return { answer: editor.code, missing: "" };
  }
  if (exercise.kind === "predict") {
    const options = /** @type {HTMLElement} */ (root.querySelector(".exercise-options"));
    options.addEventListener("change", onChange);
    const picked = () => root.querySelector("input[name=option]:checked");
    const answer = () => picked()?.getAttribute("value") ?? null;
    return { answer, missing: "Choose an answer first." };
  }
  const { mountClock } = await import("./clock.js");
  const found = await fetch(new URL(String(exercise.orders), exerciseBase(document)));
  if (!found.ok) throw new Error("The orders of this program did not load: reload the page.");
  const clock = mountClock(clockPlaces(root), await found.json(), {
    ...exercise,
    editor,
    document,
  });
  clock.onChoice(onChange);
  return { answer: clock.schedule, missing: "", compared: clock.compared };
}

/** @param {HTMLElement} root */
function clockPlaces(root) {
  const [timeline, choices] = ["timeline", "choices"].map(
    (id) => /** @type {HTMLElement} */ (root.querySelector(`#${id}`)),
  );
  const speech = /** @type {HTMLElement} */ (root.querySelector("#speech"));
  return { timeline, choices, speech, left: part(root, "left") };
}

/** Where the site is. @param {Document} document */
const exerciseBase = (document) => new URL("../../", document.location.href);

/** What the page says of what goes on, seen and read out.
 * @param {HTMLElement} root
 */
function createStatus(root) {
  const place = part(root, "status");
  return (/** @type {string} */ text, isSpoken = true) => {
    place.textContent = text;
    if (isSpoken) speak(root.ownerDocument, text);
  };
}

/** Solved: hints and our solution stay to be read, and the way on is what is filled.
 * @param {HTMLElement} root @param {Exercise} exercise
 */
function celebrate(root, { name }) {
  markSolved(name);
  part(root, "solution")?.removeAttribute("hidden");
  part(root, "onward").hidden = false;
  part(root, "next").classList.add("primary");
  part(root, "grade").classList.remove("primary");
  showSolved(root);
}

/** @param {HTMLElement} root */
function showSolved(root) {
  const count = solved().size;
  const place = root.ownerDocument.getElementById("exercise-solved");
  if (place) place.textContent = count > 0 ? ` · ${count} solved` : "";
}

/** Where the same order can be stepped through, in the playground.
 * @param {Document} document @param {string} code @param {string} schedule
 */
async function playLink(document, code, schedule) {
  const fragment = await fragmentOf({ code, schedule });
  const href = `${exerciseBase(document).href}#${fragment}`;
  return h(document, "a", { class: "grade-play", href }, "Play this order in the playground");
}

/** Beneath a long program, on a phone, nobody would see that there is a grade now. @param {HTMLElement} place */
function bring(place) {
  const { top } = place.getBoundingClientRect();
  if (top > window.innerHeight - LEAST_SEEN) place.scrollIntoView();
}

/** Press for a grade, and for its end; how long it takes is told.
 * @param {HTMLElement} root @param {Grader} grader @param {ReturnType<typeof createStatus>} showStatus @param {{grade: () => Promise<Grade | null>, show: (grade: Grade) => Promise<void>}} work
 */
function mountGrading(root, grader, showStatus, work) {
  const [grade, stop] = ["grade", "stop"].map(
    (name) => /** @type {HTMLButtonElement} */ (part(root, name)),
  );
  const document = root.ownerDocument;

  async function press() {
    if (grade.disabled || !stop.hidden) return;
    const began = performance.now();
    grade.setAttribute("aria-disabled", "true");
    stop.hidden = false;
    showStatus("Trying every order …");
    const clock = setInterval(() => {
      const seconds = Math.round((performance.now() - began) / 1000);
      showStatus(`Trying every order … ${seconds} s`, false);
    }, 1000);
    /** What was judged stays so, whatever becomes of its picture. */
    let judged = false;
    try {
      const found = await work.grade();
      judged = found !== null;
      clearInterval(clock);
      if (found) await work.show(found);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      showStatus(
        judged ? `The orders cannot be shown: ${why}` : `${why} Your answer has not been judged.`,
      );
    } finally {
      clearInterval(clock);
      if (document.activeElement === stop) grade.focus({ preventScroll: true });
      stop.hidden = true;
      grade.removeAttribute("aria-disabled");
    }
  }

  grade.addEventListener("click", press);
  stop.addEventListener("click", () => grader.stop());
  // Captured on the way down, so that the editor does not see Ctrl+Enter as a new line.
  document.addEventListener(
    "keydown",
    (key) => {
      if (key.key !== "Enter" || !(key.ctrlKey || key.metaKey)) return;
      key.preventDefault();
      key.stopPropagation();
      press();
    },
    { capture: true },
  );
  grade.disabled = false;
}

/**
 * @param {HTMLElement} root @param {Exercise} exercise @param {Grader} grader @param {Document} document
 */
export async function mountExercise(root, exercise, grader, document) {
  const showStatus = createStatus(root);
  const result = new Grades(root, document);
  const { name, kind, hints, source: task } = exercise;
  const filename = `${name}.py`;
  const editor = mountEditor(root, exercise, () => result.outdate());
  const [list, button, note] = ["hints", "hint", "last"].map((id) => part(root, id));
  mountHints({ list, button: /** @type {HTMLButtonElement} */ (button), note }, hints, document);
  showSolved(root);

  /** @param {Answering} answering */
  const workOn = (answering) => {
    let source = /** @type {string | null} */ (null);
    return {
      async grade() {
        source = answering.answer();
        if (source !== null) return grader.grade({ source, filename, exercise: name, task });
        showStatus(answering.missing);
        return null;
      },
      /** @param {Grade} grade */
      async show(grade) {
        showStatus("", false);
        result.show(grade);
        bring(part(root, "result"));
        speak(document, gradeSpoken(grade));
        if (grade.passed) celebrate(root, exercise);
        else if (kind === "repair") mark(grade);
        await compare(grade, kind === "repair" ? (source ?? "") : task, answering);
      },
    };
  };

  /** The guilty line, in the code. @param {Grade} grade */
  function mark({ lines, mistake }) {
    const [line] = lines;
    const text = mistake?.replaceAll("-", " ") ?? "here";
    editor.setFault(line === undefined ? null : { line, text });
  }

  /** @param {Grade} grade @param {string} code @param {Answering} answering */
  async function compare(grade, code, { compared }) {
    const replay = (/** @type {string} */ schedule) =>
      grader.run({ source: code, filename, schedule, seed: 0 });
    const own = grade.passed ? (compared?.() ?? null) : null;
    const runs = own ?? (await comparedRuns(grade, replay));
    const schedule = grade.divergence?.bad ?? grade.schedule;
    if (runs)
      result.compare(runs, schedule === null ? null : await playLink(document, code, schedule));
  }

  try {
    const answering = await mountAnswer(root, exercise, editor, () => result.outdate());
    mountGrading(root, grader, showStatus, workOn(answering));
  } catch (error) {
    showStatus(error instanceof Error ? error.message : String(error));
  }
}

/** An exercise in its page: the answer, its grade over every order, and hints one at a time. */

import { createEditor } from "../editor/codemirror.js";
import { h } from "../ui/dom.js";
import { mountChooser } from "./chooser.js";
import { draftOf, keepDraft, markSolved } from "./progress.js";
import { showGrade } from "./result.js";

/** @typedef {import("../trace/types.js").Grade} Grade */
/** @typedef {{name: string, kind: "predict" | "break" | "repair", source: string, hints: string[],
 *   solution: string | null, orders: import("./chooser.js").Table | null}} Exercise */
/** @typedef {{run: (request: {source: string, filename: string, exercise: string, task: string}) => Promise<Grade>,
 *   state: () => string}} Grader */
/** @typedef {{answer: () => string | null, fault: (line: number | undefined, text: string) => void}} Answering */

/** @param {ParentNode} root @param {string} name */
const part = (root, name) => /** @type {HTMLElement} */ (root.querySelector(`#exercise-${name}`));

/** @param {HTMLElement} root @param {Exercise} exercise @param {Document} document @returns {Answering} */
function mountAnswer(root, exercise, document) {
  const isRepair = exercise.kind === "repair";
  const editor = createEditor({
    code: (isRepair && draftOf(exercise.name)) || exercise.source,
    onEdit: (code) => {
      editor.setFault(null);
      keepDraft(exercise.name, code);
    },
    readonly: !isRepair,
  });
  part(root, "code").replaceChildren(editor.dom);
  const fault = (/** @type {number | undefined} */ line, /** @type {string} */ text) =>
    editor.setFault(line === undefined ? null : { line, text });
  if (isRepair) {
    offerReset(root, exercise, (code) => editor.setCode(code));
    return { answer: editor.code, fault };
  }
  if (exercise.orders) {
    const { schedule } = mountChooser(part(root, "choices"), exercise.orders, document);
    return { answer: schedule, fault };
  }
  const picked = () => root.querySelector("input[name=option]:checked");
  return { answer: () => picked()?.getAttribute("value") ?? null, fault };
}

/** @param {HTMLElement} root @param {Exercise} exercise @param {(code: string) => void} setCode */
function offerReset(root, { name, source }, setCode) {
  part(root, "reset").addEventListener("click", () => {
    keepDraft(name, null);
    setCode(source);
  });
}

/** @param {HTMLElement} root @param {Exercise} exercise @param {Document} document */
function mountHints(root, { hints }, document) {
  const list = part(root, "hints");
  const button = /** @type {HTMLButtonElement} */ (part(root, "hint"));
  const name = () => {
    const next = list.childElementCount + 1;
    button.hidden = next > hints.length;
    button.textContent = `Show hint ${next} of ${hints.length}`;
  };
  button.addEventListener("click", () => {
    list.append(h(document, "li", {}, hints[list.childElementCount] ?? ""));
    name();
  });
  name();
}

/** Solved: hints and our solution stay to be read. @param {HTMLElement} root @param {Exercise} exercise */
function celebrate(root, { name }) {
  markSolved(name);
  part(root, "solution")?.removeAttribute("hidden");
  part(root, "next")?.classList.add("primary");
}

/**
 * @param {HTMLElement} root @param {Exercise} exercise @param {Grader} grader @param {Document} document
 */
export function mountExercise(root, exercise, grader, document) {
  const { answer, fault } = mountAnswer(root, exercise, document);
  mountHints(root, exercise, document);
  const button = /** @type {HTMLButtonElement} */ (part(root, "grade"));
  const [status, result, attempts] = [
    part(root, "status"),
    part(root, "result"),
    part(root, "attempts"),
  ];
  button.disabled = false;

  /** @param {Grade} grade */
  function show(grade) {
    showGrade(result, grade, document);
    const words = grade.passed ? "passed" : "not yet";
    attempts.append(
      h(
        document,
        "li",
        { "data-passed": String(grade.passed), title: words },
        grade.passed ? "✓" : "✕",
      ),
    );
    if (grade.passed) celebrate(root, exercise);
    else if (exercise.kind === "repair")
      fault(grade.lines[0], grade.mistake?.replaceAll("-", " ") ?? "here");
  }

  button.addEventListener("click", async () => {
    const source = answer();
    if (source === null) {
      status.textContent = "Choose an answer first.";
      return;
    }
    button.disabled = true;
    status.textContent = "Trying every order …";
    try {
      const { name, source: task } = exercise;
      show(await grader.run({ source, filename: `${name}.py`, exercise: name, task }));
      status.textContent = "";
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      status.textContent = `${why} Your answer has not been judged.`;
    } finally {
      button.disabled = false;
    }
  });
}

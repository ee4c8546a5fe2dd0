/**
 * `<lockstep-playground>`: the one script that a host page loads. Frozen as version 1: see the
 * page /embed/. It makes a frame of the site that it came from, keeps the place of what stood
 * there, and tells the frame the host's colours. It is also an anywidget (`render`).
 */

import { fragmentOf } from "../share/links.js";
import { defaultHeight, heightGiven, roomFor } from "./room.js";

/** Attributes that go to the frame as they are; what is not among them is ignored. */
const OPTIONS = [
  ...["scenario", "schedule", "step", "view", "run", "theme", "height", "readonly"],
  ...["lock-mode", "lock-scope", "atms", "accounts", "amount"],
];
const WATCHED = [...OPTIONS, "code", "setup"];
/** Of these a change is followed without a frame anew, if it is to what they can be. */
const THEMES = ["auto", "light", "dark"];
const HOME = new URL("./", import.meta.url);
/** The highest that a frame can ask to be, in px. */
const HIGHEST = 4000;
/** Names that documentation themes give their accent. */
const ACCENTS = [
  ...["--color-brand-primary", "--pst-color-primary", "--ifm-color-primary"],
  ...["--md-primary-fg-color", "--lockstep-accent"],
];
// A frame that was hidden by `visibility` stays white in WebKit until something else moves.
const STYLE = `:host{display:block;position:relative;overflow:clip}:host([hidden]){display:none}
:host([data-ready]) slot:not([name]){display:none}
slot[name]{display:block;position:absolute;inset:0}
:host(:not([data-ready])) slot[name]{opacity:0;pointer-events:none}`;
/** The frame stands among the element's own children, where frames of one origin find each other;
 * what the host's sheets say of frames in general must not reach it. */
const FRAME_STYLE = {
  ...{ display: "block", width: "100%", height: "100%", border: "0", margin: "0", padding: "0" },
  ...{ maxWidth: "none", minWidth: "0", background: "none", boxShadow: "none", filter: "none" },
};
const SLOT = "lockstep-frame";

/** @param {string} color as computed: `rgb(...)` @returns {number[] | null} null: transparent */
function channels(color) {
  const [r, g, b, a = 1] = (color.match(/[\d.]+/g) ?? []).map(Number);
  return b === undefined || a < 0.5 ? null : [r, g, b];
}

/** The paper that an element lies on. @param {Element} element */
function paperOf(element) {
  for (let at = /** @type {Element | null} */ (element); at; at = at.parentElement) {
    const color = getComputedStyle(at).backgroundColor;
    if (channels(color)) return color;
  }
  return null;
}

/** @param {string} color */
function isDark(color) {
  const [r, g, b] = channels(color) ?? [255, 255, 255];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b < 128;
}

/** @param {Element} element */
function accentOf(element) {
  const style = getComputedStyle(element);
  const name = ACCENTS.find((one) => style.getPropertyValue(one).trim());
  return name ? style.getPropertyValue(name).trim() : "";
}

/** What the frame takes over from its host. @param {Element} element */
function lookOf(element) {
  const parent = element.parentElement ?? document.body;
  const { color, fontFamily } = getComputedStyle(parent);
  const asked = element.getAttribute("theme");
  const fixed = asked === "light" || asked === "dark";
  const paper = paperOf(parent);
  const system = matchMedia("(prefers-color-scheme: dark)").matches;
  const scheme = getComputedStyle(parent).colorScheme;
  const followed = scheme.includes("dark") && (!scheme.includes("light") || system);
  const theme = fixed ? asked : (paper ? isDark(paper) : followed) ? "dark" : "light";
  const own = fixed ? {} : { paper: paper ?? "", ink: color };
  return { theme, accent: accentOf(parent), font: fontFamily, ...own };
}

class LockstepPlayground extends HTMLElement {
  static observedAttributes = WATCHED;

  /** @type {HTMLIFrameElement | null} */ frame = null;
  /** @type {AbortController | null} */ #listening = null;
  #making = 0;
  #look = "";
  /** px that the frame asks for; 0: what it has does. */
  #needed = 0;
  /** Whether the author keeps room free, so that a reader may be at what stands below. */
  #reserved = false;
  #inSight = true;

  connectedCallback() {
    if (!this.shadowRoot) this.#makeShadow();
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    addEventListener("message", (event) => this.#receive(event), { signal });
    // a press inside the frame; which element has it, Firefox knows only after it has said so
    addEventListener("blur", () => setTimeout(() => this.#fit()), { signal });
    const sight = new IntersectionObserver(([{ isIntersecting, boundingClientRect }]) => {
      // what grows above is made up for by scrolling, where the browser knows how
      const above = boundingClientRect.top < 0 && !CSS.supports("overflow-anchor", "auto");
      this.#inSight = isIntersecting || above;
      this.#fit();
    });
    sight.observe(this);
    signal.addEventListener("abort", () => sight.disconnect());
    const follow = () => this.#sendLook();
    const themes = new MutationObserver(follow);
    for (let at = this.parentElement; at; at = at.parentElement)
      themes.observe(at, { attributes: true });
    // once more, for an element that stands in a shadow tree
    for (const root of [document.documentElement, document.body])
      themes.observe(root, { attributes: true });
    themes.observe(document.head, { attributes: true, childList: true, subtree: true });
    signal.addEventListener("abort", () => themes.disconnect());
    // a sheet that is changed for another, or a ground that fades, is there only now
    document.addEventListener("load", follow, { signal, capture: true });
    addEventListener("transitionend", follow, { signal });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", follow, { signal });
    // its content may still be on the way from the parser
    if (document.readyState === "loading")
      document.addEventListener("DOMContentLoaded", () => this.#make(), { signal, once: true });
    else this.#make();
  }

  disconnectedCallback() {
    this.#listening?.abort();
    this.#making += 1;
    this.frame?.remove();
    this.frame = null;
    delete this.dataset.ready;
  }

  /** @param {string} name @param {string | null} before @param {string | null} now */
  attributeChangedCallback(name, before, now) {
    if (!this.frame || before === now) return;
    const height = heightGiven(now);
    if (name === "height") this.style.height = height ? `${height}px` : "";
    if (name === "theme" && THEMES.includes(now ?? "auto")) this.#sendLook();
    else if (name !== "height" || !height) this.#make();
  }

  #makeShadow() {
    const shadow = this.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE); // a strict style-src lets this through, and no <style>
    shadow.adoptedStyleSheets = [sheet];
    const slot = document.createElement("slot");
    slot.name = SLOT;
    shadow.append(document.createElement("slot"), slot);
  }

  /** The author's own program: the attribute, else the listing inside. */
  #code() {
    const listing = this.getAttribute("scenario") ? null : this.querySelector("pre code, pre");
    return this.getAttribute("code")?.trim()
      ? this.getAttribute("code")
      : (listing?.textContent ?? null);
  }

  /** @param {"setup" | "recording"} name */
  #part(name) {
    const part = this.querySelector(`[data-lockstep=${name}]`);
    return part instanceof HTMLTemplateElement ? part.content.textContent : part?.textContent;
  }

  #setup() {
    return this.getAttribute("setup") ?? this.#part("setup");
  }

  /** What a docs build recorded of the program inside, as it wrote it. */
  #recording() {
    return this.#part("recording") ?? "";
  }

  async #address() {
    const url = new URL(HOME);
    for (const name of OPTIONS) {
      const value = this.getAttribute(name);
      if (value !== null) url.searchParams.set(name, value);
    }
    const code = this.#code();
    if (code !== this.getAttribute("code") && this.hasAttribute("code"))
      url.searchParams.set("code", ""); // answered in words
    if (this.#recording()) url.searchParams.set("recorded", "");
    if (code !== null) url.hash = await fragmentOf({ code, setup: this.#setup() || undefined });
    return url.href;
  }

  async #make() {
    this.#making += 1;
    const making = this.#making;
    this.#reserve();
    const src = await this.#address();
    if (making !== this.#making || !this.isConnected) return;
    const look = lookOf(this);
    const frame = document.createElement("iframe");
    frame.title = `Lockstep: ${this.getAttribute("scenario") ?? "a program to run"}`;
    frame.allow = "clipboard-write";
    Object.assign(frame.style, FRAME_STYLE, { colorScheme: look.theme });
    frame.slot = SLOT;
    frame.src = src;
    this.frame?.remove();
    this.frame = frame;
    this.#look = "";
    this.append(frame);
  }

  /** Keep room free, if the author does not: nothing may move when the frame comes. */
  #reserve() {
    this.#needed = 0;
    const asked = heightGiven(this.getAttribute("height"));
    if (asked) this.style.height = `${asked}px`;
    this.#reserved = this.frame === null && this.offsetHeight > 0;
    if (!asked && !(Number.parseFloat(getComputedStyle(this).minHeight) > 0))
      this.style.minHeight = roomFor(defaultHeight(this.getAttribute("view")));
  }
  /** The frame takes the place of what stood here, however high that was. */
  #show() {
    const kept = this.offsetHeight;
    this.dataset.ready = "";
    if (this.offsetHeight < kept) this.style.height = `${kept}px`;
  }
  /** Give the frame the height that it needs as soon as nothing moves under a reader's eyes. */
  #fit() {
    const root = /** @type {Document | ShadowRoot} */ (this.getRootNode());
    const isUsed = this.frame !== null && root.activeElement === this.frame;
    if (this.#needed && (isUsed || !this.#inSight || !this.#reserved))
      this.style.height = `${this.#needed}px`;
  }
  #sendLook() {
    if (!this.frame?.contentWindow || !("ready" in this.dataset)) return;
    const look = lookOf(this);
    const text = JSON.stringify(look);
    if (text === this.#look) return;
    this.#look = text;
    this.frame.style.colorScheme = look.theme ?? "";
    this.#send({ type: "look", look });
  }

  /** The frame may be of an opaque origin, where the host is sandboxed; nothing sent is secret.
   * @param {object} message
   */
  #send(message) {
    this.frame?.contentWindow?.postMessage({ lockstep: 1, ...message }, "*");
  }

  /** @param {MessageEvent} event */
  #receive({ source, data }) {
    if (!this.frame || source !== this.frame.contentWindow || data?.lockstep !== 1) return;
    if (data.type === "hello") {
      const { trace, exploration } = JSON.parse(this.#recording() || "{}");
      this.#send({ type: "recording", trace, exploration });
    } else if (data.type === "ready") {
      this.#show();
      this.#sendLook();
    } else if (
      data.type === "height" &&
      !heightGiven(this.getAttribute("height")) &&
      data.height > 0
    ) {
      this.#needed = Math.min(Math.ceil(data.height), HIGHEST);
      this.#fit();
    } else if (data.type === "done") {
      const { status, result, source: ran } = data;
      const detail = { status, result, source: ran };
      this.dispatchEvent(new CustomEvent("lockstep-done", { detail, bubbles: true }));
    }
  }
}

if (!customElements.get("lockstep-playground"))
  customElements.define("lockstep-playground", LockstepPlayground);

/** As an anywidget: the model's traits are the attributes. @param {{model: {get(name: string): unknown, on(name: string, heard: () => void): void}, el: HTMLElement}} widget */
export function render({ model, el }) {
  const element = document.createElement("lockstep-playground");
  for (const name of WATCHED) {
    const show = () => {
      const value = model.get(name.replaceAll("-", "_"));
      if (value === undefined || value === null || value === false) element.removeAttribute(name);
      else element.setAttribute(name, value === true ? "" : String(value));
    };
    show();
    model.on(`change:${name.replaceAll("-", "_")}`, show);
  }
  el.append(element);
  return () => element.remove();
}

export default { render };

/**
 * Building our own elements: text as text nodes only, styles as constructed sheets.
 */

type Child = Node | string | null | false;

interface Attributes {
  [name: string]: string | number | boolean | null;
}

/** An element with attributes and children; null and false are left out. */
export function el<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  for (const key of Object.keys(attributes)) {
    const value = attributes[key];
    if (value === null || value === false || value === undefined) continue;
    element.setAttribute(key, value === true ? "" : String(value));
  }
  element.append(...children.filter((child) => child !== null && child !== false));
  return element;
}

const PREFIX = "indkobskompas-";
export const OUR_TAGS = ["badge", "panel", "dock", "toast", "compare"].map((name) => PREFIX + name);

/** Whether a node is one of our own hosts. */
export function isOurs(node: Node): boolean {
  return node instanceof Element && node.localName.startsWith(PREFIX);
}

const sheets = new Map<string, CSSStyleSheet>();

/** A constructed sheet, shared by all shadow roots; the shop's content policy has no say in it. */
function sheet(css: string): CSSStyleSheet {
  const known = sheets.get(css);
  if (known) return known;
  const made = new CSSStyleSheet();
  made.replaceSync(css);
  sheets.set(css, made);
  return made;
}

/** Give `host` an open shadow root with these styles. */
export function shadow(host: HTMLElement, ...css: string[]): ShadowRoot {
  const root = host.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = css.map(sheet);
  return root;
}

/** What happens on an element of ours and is none of the shop's business. */
export const KEPT = [
  "click",
  "mousedown",
  "mouseup",
  "pointerdown",
  "pointerup",
  "touchstart",
  "touchend",
  "keydown",
  "keyup",
  "keypress",
];
const keep = (event: Event): void => event.stopPropagation();

/** Keep what happens inside from the shop's own listeners: its shortcuts, its clickable cards. */
export function contain(host: HTMLElement): void {
  for (const name of KEPT) host.addEventListener(name, keep, { passive: true });
}

const presses = new WeakMap<EventTarget, () => void>();
let heard = false;

function hear(event: Event): void {
  const host = event.composedPath().find((node) => presses.has(node));
  const press = host && presses.get(host);
  if (!press) return;
  const key = event instanceof KeyboardEvent ? event.key : null;
  // The way on to the next element is the browser's own.
  if (key === "Tab") return;
  event.stopPropagation();
  // Firefox presses no button whose keys are stopped here, so that is done here too.
  const pressed =
    event.type === "click" ||
    (event.type === "keydown" && key === "Enter" && !(event as KeyboardEvent).repeat) ||
    (event.type === "keyup" && key === " ");
  if (pressed || key === " " || key === "Enter") event.preventDefault();
  if (pressed) press();
}

/**
 * The same for one of many hosts that hold a single button, which calls `press`: listeners of its
 * own are most of what a host costs, so the window hears for all of them, before the shop does.
 */
export function containMany(host: HTMLElement, press: () => void): void {
  presses.set(host, press);
  if (heard) return;
  heard = true;
  for (const name of KEPT) {
    addEventListener(name, hear, { capture: true, passive: !/click|^key/.test(name) });
  }
}

/**
 * Pointing in the page: by mouse, or by arrow keys up and down its tree. The page takes no part.
 */
import { parent } from "../extract/dom";

export interface Pointing {
  /** Called with the element pointed at, whenever it is another one. */
  over: (element: Element) => void;
  /** Called where the element pointed at is chosen. */
  choose: () => void;
  /** Called on Escape. */
  cancel: () => void;
  /** Whether an element is pointed out at all now. */
  active: () => boolean;
}

const HELD = [
  "pointerdown",
  "pointerup",
  "mousedown",
  "mouseup",
  "auxclick",
  "dblclick",
  "touchend",
];
const SKIPPED = "script, style, link, meta, template, noscript, head";

function shown(element: Element | null): Element | null {
  return element && !element.matches(SKIPPED) ? element : null;
}

function beside(element: Element, step: "nextElementSibling" | "previousElementSibling") {
  let one = element[step];
  while (one && !shown(one)) one = one[step];
  return one;
}

/** The element that an arrow key leads to from this one; null where there is none. */
export function walk(element: Element, key: string): Element | null {
  switch (key) {
    case "ArrowUp": {
      const above = parent(element);
      return above && above !== document.documentElement ? above : null;
    }
    case "ArrowDown":
      return [...element.children].find((child) => shown(child)) ?? null;
    case "ArrowRight":
      return beside(element, "nextElementSibling");
    case "ArrowLeft":
      return beside(element, "previousElementSibling");
    default:
      return null;
  }
}

/** Follow the mouse until the signal ends; `host` is ours, and what happens in it is left alone. */
export function followMouse(host: Element, pointing: Pointing, signal: AbortSignal): void {
  const ours = (event: Event): boolean => event.composedPath().includes(host);
  const hold = (event: Event): boolean => {
    if (ours(event) || !pointing.active()) return false;
    event.preventDefault();
    event.stopImmediatePropagation();
    return true;
  };
  const capture = { capture: true, signal };
  for (const name of HELD) addEventListener(name, hold, capture);
  addEventListener("click", (event) => hold(event) && pointing.choose(), capture);
  addEventListener(
    "pointermove",
    (event) => {
      const [target] = event.composedPath();
      if (!ours(event) && pointing.active() && target instanceof Element) pointing.over(target);
    },
    { ...capture, passive: true },
  );
  addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      event.stopImmediatePropagation();
      pointing.cancel();
    },
    capture,
  );
}

/**
 * Telling the button that puts a product in the basket, and which product it is for.
 */
import { attr, closest, matches, text } from "../extract/dom";
import type { Scene, Seen } from "./scene";

const BUTTON = "button, [role='button'], input[type='submit'], input[type='button'], a[href]";
const BASKET = "(indkøbs)?(kurv|vogn)(en)?";
const SAYS = new RegExp(
  `(?<!\\p{L})(læg (i|til) ${BASKET}|(tilføj|føj)( til)? ${BASKET}|tilføj$|køb( nu)?$|bestil( nu)?$` +
    "|add( it)? to (shopping )?(cart|basket|bag|trolley)|buy( now)?$|add$|order$)(?!\\p{L})",
  "iu",
);
/** Words of buttons that add a product to something else, or take it away. */
const OTHER =
  /fjern|slet|remove|delete|favorit|favour|favor|ønske|wish|liste|list|sammenlign|compar/i;
const APART = "header, nav, footer, [role='navigation'], [role='banner'], [role='contentinfo']";
const MOST_WORDS = 60;

/** What a button says: to eyes, or else to ears. */
function saying(button: Element): string[] {
  const value = button instanceof HTMLInputElement ? attr(button, "value") : "";
  return [text(button, MOST_WORDS), value, attr(button, "aria-label"), attr(button, "title")];
}

/** Whether a button says that it adds to the basket. */
export function saysAdd(button: Element): boolean {
  const said = saying(button)
    .map((words) => words.trim())
    .filter((words) => words !== "" && words.length <= MOST_WORDS);
  return said.some((words) => SAYS.test(words)) && !said.some((words) => OTHER.test(words));
}

/** The nearest seen product around an element; a basket's own lines are there already. */
function around(button: Element, scene: Scene): Seen | null {
  const inside = scene.seen.filter(
    ({ kind, element }) => kind !== "main" && element.contains(button),
  );
  const nearest = inside.find((one) => !inside.some((other) => nested(other, one)));
  return nearest ?? null;
}

const nested = (inner: Seen, outer: Seen): boolean =>
  inner !== outer && outer.element.contains(inner.element);

/** The product that a press on `path` (innermost first) puts in the basket; null for none. */
export function addedBy(path: readonly EventTarget[], scene: Scene): Seen | null {
  const elements = path.filter((target) => target instanceof Element).slice(0, 30);
  const declared = scene.extraction.adapter?.add;
  const button = elements.find((element) =>
    declared && matches(element, declared) ? true : matches(element, BUTTON),
  );
  if (!button) return null;
  const sure = declared !== undefined && matches(button, declared);
  if (!sure && !saysAdd(button)) return null;
  const { cards, lines, kind } = scene.extraction;
  const near = around(button, scene);
  if (near) return near.kind === "line" && kind === "basket" ? null : near;
  // A card whose score is not known is still not the page's own product.
  if ([...cards, ...lines].some(({ element }) => element.contains(button))) return null;
  if (!sure && (matches(button, "a[href]") || closest(button, APART))) return null;
  return scene.seen.find((one) => one.kind === "main") ?? null;
}

/**
 * Putting the cards of one parent in another order, and back exactly.
 *
 * Cards change places with one another only: whatever else the parent holds stays where it is. What
 * the shop adds meanwhile finds its place in the shop's order by what it was put next to.
 */
import { parent } from "../extract/dom";
import { isOurs } from "../ui/dom";

/** What holds many cards, also where there is but one in it now. */
const HOLDERS = new Set(["body", "main", "ul", "ol", "table", "tbody", "section"]);

/** What moves with a card: the card, or a wrapper that holds it alone. */
export function unitOf(card: Element): Element {
  let unit = card;
  for (let depth = 0; depth < 4; depth += 1) {
    const around = parent(unit);
    if (!around || HOLDERS.has(around.localName)) break;
    if ([...around.children].some((child) => child !== unit && !isOurs(child))) break;
    unit = around;
  }
  return unit;
}

type Mover = ParentNode & { moveBefore?: (node: Node, before: Node | null) => void };

/** Put `node` before `before`, keeping its state where the browser can. */
function place(within: Element, node: Element, before: Node): void {
  const { moveBefore } = within as Mover;
  if (moveBefore) moveBefore.call(within, node, before);
  else Node.prototype.insertBefore.call(within, node, before);
}

function badgeBehind(unit: Element): Element | null {
  const next = unit.nextElementSibling;
  return next && isOurs(next) ? next : null;
}

/** Put units, which are all children of `within`, in this order among the places they hold. */
export function arrangeUnits(within: Element, wanted: readonly Element[]): void {
  const now = inPlace(within, new Set(wanted));
  if (now.length !== wanted.length || now.every((unit, at) => unit === wanted[at])) return;
  // A badge that stands behind its card goes with it, or the keyboard would meet it elsewhere.
  const badges = new Map(now.map((unit) => [unit, badgeBehind(unit)]));
  const marks = now.map((unit) => {
    const mark = document.createComment("");
    Node.prototype.insertBefore.call(within, mark, unit);
    return mark;
  });
  for (const [at, mark] of marks.entries()) {
    const unit = wanted[at];
    if (!unit || mark.nextSibling === unit) continue;
    place(within, unit, mark);
    const badge = badges.get(unit);
    if (badge) place(within, badge, mark);
  }
  for (const mark of marks) mark.remove();
}

/** The units that stand in `within` now, in its order. */
export function inPlace(within: Element, units: ReadonlySet<Element>): Element[] {
  return [...within.children].filter((child) => units.has(child));
}

/**
 * The shop's order with the newcomers of `now` in it: after what they were put behind, before all
 * where nothing is before them, and last where they were put last.
 */
export function withNewcomers(shop: readonly Element[], now: readonly Element[]): Element[] {
  const known = new Set(shop);
  const order = [...shop];
  const lastKnown = now.findLastIndex((unit) => known.has(unit));
  for (const [at, unit] of now.entries()) {
    if (known.has(unit)) continue;
    const before = now[at - 1];
    if (at > lastKnown) order.push(unit);
    else order.splice(before ? order.indexOf(before) + 1 : 0, 0, unit);
  }
  return order;
}

/**
 * Labelled text: "EAN" in one cell and the number in the next, or both in one line.
 *
 * Only a label gives a number meaning; the random 13-digit ids of advertisements pass the check
 * digit too. Footers, menus and other products' cards are left out.
 */
import {
  all,
  childrenOf,
  closest,
  matches,
  next,
  parent,
  rawText,
  tag,
  text,
  texts,
  tidy,
} from "./dom";
import { type Claims, claim, noClaims } from "./identity";
import { type LabelKind, labelAndValue, labelKind } from "./labels";

const MAX_TEXTS = 20_000;
const SLICE = 1_500;
const LONGEST = 120;
const SKIPPED =
  "script, style, noscript, template, textarea, select, iframe, svg, nav, footer, aside, " +
  "[role='contentinfo'], [role='navigation'], [hidden]";
const WORTH_A_LOOK =
  /ean|gtin|upc|mpn|sku|kode|code|nr|num|\bno\b|p\/n|model|id\b|mærke|brand|producent|fabrikant|manuf|herstell/i;

/** Everything labelled under `root`, outside the elements in `apart`. */
export function readLabelled(root: Element, apart: ReadonlySet<Element>): Claims {
  const steps = labelledSteps(root, apart);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** The same in bounded steps. The texts are walked; only what looks like a label costs more. */
export function* labelledSteps(
  root: Element,
  apart: ReadonlySet<Element>,
): Generator<void, Claims> {
  const claims = noClaims();
  const walker = texts(root);
  for (let count = 1; count <= MAX_TEXTS; count += 1) {
    if (count % SLICE === 0) yield;
    const node = walker.nextNode();
    if (!node) break;
    const raw = rawText(node);
    if (raw.length < 2 || raw.length > LONGEST || !WORTH_A_LOOK.test(raw)) continue;
    const holder = parent(node);
    if (!holder || closest(holder, SKIPPED) || isApart(holder, root, apart)) continue;
    readText(claims, node, tidy(raw));
  }
  return claims;
}

function isApart(holder: Element, root: Element, apart: ReadonlySet<Element>): boolean {
  if (apart.size === 0) return false;
  for (let node: Element | null = holder; node && node !== root; node = parent(node)) {
    if (apart.has(node)) return true;
  }
  return false;
}

function readText(claims: Claims, node: Node, found: string): void {
  const both = labelAndValue(found);
  if (both) {
    claim(claims, ...both);
    return;
  }
  const kind = labelKind(found);
  if (!kind) return;
  for (const value of valuesAfter(node, kind)) claim(claims, kind, stripColon(value));
}

const stripColon = (value: string): string => value.replace(/^[:#]\s*/, "");

/** The texts a label speaks of: the next cell, its column, or what follows it in the line. */
function valuesAfter(node: Node, kind: LabelKind): string[] {
  const holder = parent(node);
  if (!holder) return [];
  const cell = closest(holder, "th, td, dt");
  if (cell && text(cell) === text(holder)) return valuesOfCell(cell);
  const beside = node.nextSibling;
  if (beside && text(beside) !== "") return [text(beside)];
  // A label alone in its element is answered by the element after it.
  if (tidy(rawText(holder)) !== tidy(rawText(node))) return [];
  const after = Reflect.apply(siblingGetter, holder, []) as Node | null;
  const following = after && text(after) !== "" ? text(after) : text(next(holder));
  // Names are too free a kind of text to be taken from outside a table.
  return following !== "" && kind !== "brand" ? [following] : [];
}

const siblingGetter = (Object.getOwnPropertyDescriptor(Node.prototype, "nextSibling")?.get ??
  (() => null)) as () => Node | null;

function valuesOfCell(cell: Element): string[] {
  const after = next(cell);
  if (tag(cell) === "dt") return after && tag(after) === "dd" ? [text(after)] : [];
  const row = closest(cell, "tr");
  if (!row) return [];
  const cells = childrenOf(row);
  if (cells.length > 1 && cells.every((other) => tag(other) === "th")) {
    return columnOf(row, cells.indexOf(cell));
  }
  return after && matches(after, "td") ? [text(after)] : [];
}

/** The cells below a column heading. */
function columnOf(header: Element, index: number): string[] {
  const table = closest(header, "table");
  if (!table) return [];
  const rows = all(table, "tr", 50).filter((row) => row !== header);
  return rows.map((row) => text(childrenOf(row)[index] ?? null)).filter((value) => value !== "");
}

/**
 * Labelled text: "EAN" in one cell and the number in the next, or both in one line.
 *
 * Only a label gives a number meaning; the random 13-digit ids of advertisements pass the check
 * digit too. Footers, menus and other products' cards are left out.
 */
import { closest, matches, parent, text, tidy } from "./dom";
import { type Claims, claim, noClaims } from "./identity";
import { type LabelKind, labelAndValue, labelKind } from "./labels";

const MAX_TEXTS = 12_000;
const LONGEST = 120;
const SKIPPED =
  "script, style, noscript, template, textarea, select, iframe, svg, nav, footer, aside";
const WORTH_A_LOOK =
  /ean|gtin|upc|mpn|sku|kode|code|nr|num|\bno\b|p\/n|model|id\b|mærke|brand|producent|fabrikant|manuf/i;

/** Everything labelled under `root`, outside the elements in `apart`. */
export function readLabelled(root: Element, apart: ReadonlySet<Element>): Claims {
  const claims = noClaims();
  const walker = (root.ownerDocument ?? document).createTreeWalker(
    root,
    NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT,
    (node) => {
      if (!(node instanceof Element)) return NodeFilter.FILTER_ACCEPT;
      const out = apart.has(node) || matches(node, SKIPPED) || isFooter(node);
      return out ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_SKIP;
    },
  );
  for (let count = 0; count < MAX_TEXTS; count += 1) {
    const node = walker.nextNode();
    if (!node) break;
    const raw = node.nodeValue ?? "";
    if (raw.length < 2 || raw.length > LONGEST || !WORTH_A_LOOK.test(raw)) continue;
    readText(claims, node, tidy(raw));
  }
  return claims;
}

function isFooter(element: Element): boolean {
  return matches(element, '[role="contentinfo"], [role="navigation"], [hidden]');
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
  if (tidy(holder.textContent ?? "") !== tidy(node.nodeValue ?? "")) return [];
  const after = holder.nextSibling;
  const next = after && text(after) !== "" ? text(after) : text(holder.nextElementSibling);
  // Names are too free a kind of text to be taken from outside a table.
  return next !== "" && kind !== "brand" ? [next] : [];
}

function valuesOfCell(cell: Element): string[] {
  if (cell.localName === "dt") {
    return cell.nextElementSibling?.localName === "dd" ? [text(cell.nextElementSibling)] : [];
  }
  const row = closest(cell, "tr");
  if (!row) return [];
  const cells = [...row.children];
  if (cells.length > 1 && cells.every((other) => other.localName === "th")) {
    return columnOf(row, cells.indexOf(cell));
  }
  const next = cell.nextElementSibling;
  return next?.localName === "td" ? [text(next)] : [];
}

/** The cells below a column heading. */
function columnOf(header: Element, index: number): string[] {
  const table = closest(header, "table");
  if (!table) return [];
  const rows = [...table.querySelectorAll("tr")].slice(0, 50).filter((row) => row !== header);
  return rows.map((row) => text(row.children[index] ?? null)).filter((value) => value !== "");
}

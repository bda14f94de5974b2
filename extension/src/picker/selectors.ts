/**
 * CSS selectors that will fit the next product's page too: by meaning first, by place last.
 */
import { className, finder } from "@medv/finder";
import { all, attr, matches, parent, tidy } from "../extract/dom";

const MEANING = ["itemprop", "property", "data-testid", "data-test", "data-qa", "data-role"];
/** Names that builds and scripts make, which change with the next release or the next click. */
const MADE =
  /^(css|sc|jss|svelte|emotion|ng|js|is|has)[-_]|^(active|selected|open|loaded|lazy|hidden|visible|first|last|odd|even)\b/i;
const LONGEST = 200;
const TIMEOUT_MS = 300;
const CARDS = 1_000;

/** Words of this very product, which no other product's page holds. */
function ownWords(): string[] {
  const slug = decodeURI(location.pathname).split("/").filter(Boolean).pop() ?? "";
  const words = slug.toLowerCase().split(/[^\p{L}]+/u);
  return words.filter((word) => word.length > 3 && !/^(product|produkt|vare|item)/.test(word));
}

/** Whether a class, an id or a value reads as words that stand for a kind of thing. */
function stable(name: string): boolean {
  const plain = name.replace(/_+/g, "-").replace(/^-+|-+$/g, "");
  const own = ownWords().some((word) => plain.toLowerCase().includes(word));
  return !own && !MADE.test(name) && className(plain);
}

function byMeaning(element: Element): string[] {
  return MEANING.flatMap((name) => {
    const value = attr(element, name);
    const named = name === "itemprop" ? /^[a-z\d]{2,30}$/i.test(value) : stable(value);
    return named ? [`[${name}="${value}"]`, `${element.localName}[${name}="${value}"]`] : [];
  });
}

function isAlone(selector: string, element: Element, root: ParentNode): boolean {
  const found = all(root, selector, 2);
  return found.length === 1 && found[0] === element;
}

/** A selector under which `element` stands alone in the page, or in `root`; null where none will do. */
export function selectorOf(element: Element, root?: Element): string | null {
  const within = root ?? document;
  const meant = byMeaning(element).find((selector) => isAlone(selector, element, within));
  if (meant) return meant;
  try {
    const found = finder(element, {
      root: root ?? document.body,
      idName: stable,
      className: stable,
      attr: (name, value) => MEANING.includes(name) && stable(value),
      timeoutMs: TIMEOUT_MS,
    });
    // "@" parts a selector from an attribute in the adapter's format.
    const fits = found.length <= LONGEST && !found.includes("@");
    return fits && isAlone(found, element, within) ? found : null;
  } catch {
    return null;
  }
}

/** Siblings built as `element` is: the same kind of element, with a link in or around it. */
function peersOf(element: Element): Element[] {
  const above = parent(element);
  const first = [...element.classList].find(stable);
  return [...(above?.children ?? [])].filter(
    (one) =>
      one.localName === element.localName &&
      (first === undefined || one.classList.contains(first)) &&
      (matches(one, "a[href]") || all(one, "a[href]", 1).length > 0),
  );
}

/** The innermost element around `element`, or itself, that stands among others of its kind. */
export function cardAround(element: Element): Element | null {
  for (let one: Element | null = element; one; one = parent(one)) {
    if (matches(one, "body, html, main, nav, header, footer")) return null;
    const peers = peersOf(one);
    if (peers.length > 1 && peers.includes(one)) return one;
  }
  return null;
}

function nested(found: Element[]): boolean {
  const set = new Set(found);
  return found.some((one) => {
    for (let up = parent(one); up; up = parent(up)) if (set.has(up)) return true;
    return false;
  });
}

/** A selector of all cards beside this one, and of no element within another; null for none. */
export function cardsLike(card: Element): { selector: string; cards: Element[] } | null {
  const peers = peersOf(card);
  const classes = [...card.classList].filter(stable).map((name) => `.${CSS.escape(name)}`);
  const product = attr(card, "itemtype").endsWith("/Product") ? ['[itemtype$="/Product"]'] : [];
  const bare = [...product, ...byMeaning(card), ...classes];
  const above = parent(card);
  const place = above && selectorOf(above);
  const candidates = [...bare, ...classes.map((name) => card.localName + name)];
  if (place) candidates.push(`${place} > ${card.localName}${classes[0] ?? ""}`);
  const fitting = candidates
    .map((selector) => ({ selector, cards: all(document, selector, CARDS) }))
    .filter(({ cards }) => peers.every((peer) => cards.includes(peer)) && !nested(cards));
  return fitting.sort((one, other) => one.cards.length - other.cards.length)[0] ?? null;
}

/** The label of a table's or a list's value, where it says what the value is; else null. */
export function labelOf(element: Element): { label: string; value: Element } | null {
  const cell = element.closest("td, dd, th, dt");
  const isLabel = cell && (matches(cell, "th, dt") || !cell.previousElementSibling);
  const label = isLabel ? cell : cell?.previousElementSibling;
  const value = label?.nextElementSibling;
  if (!label || !value || !matches(label, "th, dt, td:first-child")) return null;
  const said = tidy(label.textContent ?? "").replace(/\s*[:.]$/, "");
  const labels = all(document, "th, dt, td:first-child", 500);
  const same = labels.filter((one) => tidy(one.textContent ?? "").replace(/\s*[:.]$/, "") === said);
  const fits = matches(value, "td, dd") && said.length > 1 && said.length <= 40;
  return fits && same.length === 1 ? { label: said, value } : null;
}

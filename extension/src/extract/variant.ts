/**
 * The variant that is chosen on a product page, and what may still be believed beside it.
 *
 * A page that lets the buyer choose often keeps the first variant's numbers in its structured data.
 * An old variant's GTIN must never be sent with a new one's item number.
 */
import { all, attr, closest, first, matches, tag } from "./dom";
import { readAttributes, readFields, STATES_NUMBERS } from "./fields";
import type { Adapter } from "./format";
import { type Claims, identified, noClaims } from "./identity";

const MAX_CHOICES = 400;

export interface Variant {
  claims: Claims;
  /** Whether other variants can be chosen on this page: then only what agrees is believed. */
  others: boolean;
}

/** What the page says of the chosen variant; null where nothing is chosen or told. */
export function readVariant(
  page: Document,
  adapter: Adapter | null,
  cards: ReadonlySet<Element>,
): Variant | null {
  const { root, variant } = adapter?.product ?? {};
  if (variant) {
    const scope = root ? first(page, root) : page;
    const claims = scope ? readFields(scope, variant.fields) : noClaims();
    if (identified(claims)) return { claims, others: true };
  }
  return chosen(page, cards);
}

/** Checked inputs and selected options that carry numbers of their own. */
function chosen(page: Document, cards: ReadonlySet<Element>): Variant | null {
  const choices = all(page, STATES_NUMBERS, MAX_CHOICES).filter((element) => {
    const name = tag(element);
    const choice =
      name === "option" ||
      (name === "input" && /^(?:radio|checkbox)$/i.test(attr(element, "type"))) ||
      /^(?:option|radio)$/i.test(attr(element, "role"));
    return choice && !inside(element, cards);
  });
  if (choices.length === 0) return null;
  const claims = noClaims();
  const every = noClaims();
  for (const element of choices) {
    readAttributes(element, every);
    if (isChosen(element)) readAttributes(element, claims);
  }
  // Two chosen at once (a colour and a size) may be two halves of one: their numbers must agree.
  if (!identified(claims)) return null;
  return { claims, others: every.sku.size > 1 || every.gtin.size > 1 || every.mpn.size > 1 };
}

function isChosen(element: Element): boolean {
  if (attr(element, "role") !== "") {
    return attr(element, "aria-checked") === "true" || attr(element, "aria-selected") === "true";
  }
  return matches(element, ":checked");
}

function inside(element: Element, cards: ReadonlySet<Element>): boolean {
  for (const card of cards) if (Node.prototype.contains.call(card, element)) return true;
  return closest(element, "nav, header, footer") !== null;
}

/**
 * A source beside a chosen variant, without the numbers that may be another variant's.
 *
 * A record (`whole`: one item of structured data) that names the chosen variant's number is about it
 * and keeps all it says. Any other source keeps its brand and name alone, once others can be chosen
 * or it names another number: texts of a page may be of several variants at once.
 */
export function besideVariant(source: Claims, { claims, others }: Variant, whole: boolean): Claims {
  const kinds = (["gtin", "mpn", "sku"] as const).filter(
    (kind) => claims[kind].size > 0 && source[kind].size > 0,
  );
  const shared = (kind: "gtin" | "mpn" | "sku"): boolean =>
    [...claims[kind]].some((value) => source[kind].has(value));
  const agrees = kinds.length > 0 && kinds.every(shared);
  if (agrees ? whole || !others : kinds.length === 0 && !others) return source;
  return { ...noClaims(), brand: source.brand, name: source.name };
}

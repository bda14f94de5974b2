/**
 * Reading the "fields" of an adapter and the data attributes in which pages state identifiers.
 */
import { all, attr, first, matches, next, text, tidy } from "./dom";
import { type FieldMap, IDENTIFIERS } from "./format";
import { type Claims, claim, noClaims } from "./identity";

/** The element of a field; "@attribute" alone means the root itself. */
export function fieldElement(root: ParentNode, field: string): Element | null {
  const [selector = ""] = field.split("@");
  if (selector === "") return root instanceof Element ? root : null;
  return (
    (root instanceof Element && matches(root, selector) ? root : null) ?? first(root, selector)
  );
}

/** The value of a field: an attribute where one is named, else the text; "" where there is none. */
export function fieldValue(root: ParentNode, field: string): string {
  const element = fieldElement(root, field);
  const attribute = field.split("@")[1];
  if (!element) return "";
  return attribute ? tidy(attr(element, attribute).slice(0, 500)) : text(element);
}

/** What the fields of an adapter say under `root`. */
export function readFields(root: ParentNode, fields: FieldMap | undefined): Claims {
  const claims = noClaims();
  for (const kind of IDENTIFIERS) {
    const field = fields?.[kind];
    if (field) claim(claims, kind, fieldValue(root, field));
  }
  return claims;
}

/** What stands beside the labels that an adapter names, in tables and lists under `root`. */
export function readLabels(root: ParentNode, labels: { [kind: string]: string[] }): Claims {
  const claims = noClaims();
  const kinds = new Map<string, Array<(typeof IDENTIFIERS)[number]>>();
  for (const kind of IDENTIFIERS) {
    for (const label of labels[kind] ?? []) {
      const key = label.toLowerCase();
      kinds.set(key, [...(kinds.get(key) ?? []), kind]);
    }
  }
  if (kinds.size === 0) return claims;
  for (const cell of all(root, "th, dt, td:first-child", 500)) {
    const label = text(cell)
      .replace(/\s*[:.]$/, "")
      .toLowerCase();
    const value = next(cell);
    if (!value || !matches(value, "td, dd")) continue;
    for (const kind of kinds.get(label) ?? []) claim(claims, kind, text(value));
  }
  // One number under one label is one identifier: the best kind it can be.
  for (const sku of claims.sku) {
    if (claims.gtin.has(sku.replace(/\D/g, "").padStart(14, "0"))) claims.sku.delete(sku);
  }
  return claims;
}

/** Attributes that name what they hold, on the element that puts a product in the basket. */
const ATTRIBUTES: ReadonlyArray<readonly [string, "gtin" | "mpn" | "sku"]> = [
  ["data-sku", "sku"],
  ["data-product-sku", "sku"],
  ["data-product_sku", "sku"],
  ["data-variant-sku", "sku"],
  ["data-item-sku", "sku"],
  ["data-ean", "gtin"],
  ["data-gtin", "gtin"],
  ["data-gtin13", "gtin"],
  ["data-product-ean", "gtin"],
  ["data-product-gtin", "gtin"],
  ["data-variant-ean", "gtin"],
  ["data-mpn", "mpn"],
];

/** Selects elements with such an attribute. */
export const STATES_NUMBERS = ATTRIBUTES.map(([name]) => `[${name}]`).join(", ");

/** What an element's own data attributes say. */
export function readAttributes(element: Element, into: Claims): void {
  for (const [name, kind] of ATTRIBUTES) {
    const value = attr(element, name);
    if (value !== "") claim(into, kind, value.slice(0, 200));
  }
}

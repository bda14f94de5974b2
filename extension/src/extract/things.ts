/**
 * Structured data in one shape, whichever syntax it came in: JSON-LD, microdata or RDFa.
 */
import type { Price } from "./extraction";
import { type Claims, claim, noClaims } from "./identity";
import { dataPrice } from "./price";

export type Value = string | Thing;

/** An item: its schema.org types and properties; `element` where it is marked up in the page. */
export interface Thing {
  types: string[];
  properties: Map<string, Value[]>;
  element: Element | null;
}

/** A schema.org term without its namespace: "Product" of "http://schema.org/Product". */
export function term(name: string): string {
  return name.replace(/^(https?:\/\/(www\.)?schema\.org\/|schema:)/i, "");
}

/** The plain values of a property. */
export function strings(thing: Thing, property: string): string[] {
  return (thing.properties.get(property) ?? []).filter((value) => typeof value === "string");
}

/** The items a property points to. */
export function things(thing: Thing, property: string): Thing[] {
  return (thing.properties.get(property) ?? []).filter((value) => typeof value !== "string");
}

export function isType(thing: Thing, ...types: string[]): boolean {
  return thing.types.some((type) => types.includes(type));
}

const PRODUCT_TYPES = ["Product", "IndividualProduct", "ProductModel", "SomeProducts", "Vehicle"];

export function isProduct(thing: Thing): boolean {
  return isType(thing, ...PRODUCT_TYPES);
}

/** Properties that declare a GTIN. `gtin12` with 13 digits occurs; the check digit decides. */
const GTIN_PROPERTIES = ["gtin", "gtin14", "gtin13", "gtin12", "gtin8", "ean", "upc"];

/** A thing's own identifiers, with those of its offers where it has none itself. */
export function claimsOf(thing: Thing): Claims {
  const claims = noClaims();
  collect(claims, thing);
  for (const property of ["brand", "manufacturer"]) {
    if (claims.brand.size > 0) break;
    for (const name of strings(thing, property)) {
      if (!/^https?:/.test(name)) claim(claims, "brand", name);
    }
    for (const brand of things(thing, property)) {
      for (const name of strings(brand, "name")) claim(claims, "brand", name);
    }
  }
  for (const name of strings(thing, "name")) claim(claims, "name", name);
  const offers = noClaims();
  for (const offer of things(thing, "offers")) collect(offers, offer);
  for (const property of ["gtin", "mpn", "sku"] as const) {
    if (claims[property].size === 0) claims[property] = offers[property];
  }
  return claims;
}

function collect(claims: Claims, thing: Thing): void {
  for (const property of GTIN_PROPERTIES) {
    for (const value of strings(thing, property)) claim(claims, "gtin", value);
  }
  for (const value of strings(thing, "mpn")) claim(claims, "mpn", value);
  for (const value of strings(thing, "sku")) claim(claims, "sku", value);
  if (claims.sku.size === 0) {
    for (const value of strings(thing, "productID")) productId(claims, value);
  }
}

/** "productID" names its kind in a prefix; its "mpn:" is known to hold shops' own numbers. */
function productId(claims: Claims, value: string): void {
  const [, kind = "", rest = ""] = /^\s*([a-z0-9-]+)\s*:\s*(.+)$/i.exec(value) ?? [];
  if (/^(gtin|ean|upc|isbn)/i.test(kind)) claim(claims, "gtin", rest);
  else claim(claims, "sku", kind === "" ? value : rest);
}

/** What a thing costs, where its offers name one price; a range ("from") is none. */
export function priceOfThing(thing: Thing): Price | null {
  const found = things(thing, "offers").flatMap((offer) => {
    const [currency = ""] = strings(offer, "priceCurrency");
    const own = strings(offer, "price").map((written) => dataPrice(written, currency));
    const low = strings(offer, "lowPrice");
    const high = strings(offer, "highPrice");
    const range = low.length === 1 && low[0] === high[0] ? low : [];
    const specified = things(offer, "priceSpecification").filter(
      (part) => strings(part, "price").length === 1 && !isUnitPrice(part),
    );
    const inside = specified.length === 1 ? specified : [];
    return [
      ...own,
      ...range.map((written) => dataPrice(written, currency)),
      ...(own.length > 0
        ? []
        : inside.flatMap((part) => {
            const [code = currency] = strings(part, "priceCurrency");
            return strings(part, "price").map((written) => dataPrice(written, code));
          })),
    ];
  });
  const [price] = found;
  return price && found.every((other) => other?.amount === price.amount) ? price : null;
}

/** A price of a kilo or a struck-through list price. */
function isUnitPrice(specification: Thing): boolean {
  return (
    things(specification, "referenceQuantity").length > 0 ||
    strings(specification, "priceType").some((kind) => /ListPrice|SRP|Strikethrough/i.test(kind))
  );
}

/** Where a thing says it lives: its url, @id, page or offers' urls. */
export function addresses(thing: Thing): string[] {
  const pages = things(thing, "mainEntityOfPage").flatMap((page) => strings(page, "@id"));
  const own = ["url", "@id", "mainEntityOfPage"].flatMap((property) => strings(thing, property));
  const offers = things(thing, "offers").flatMap((offer) => strings(offer, "url"));
  return [...own, ...pages, ...offers].filter((address) => /^(https?:\/\/|\/)/i.test(address));
}

/**
 * One product's identifiers, as read from a page, and how values are cleaned before they count.
 */
import { tidy } from "./dom";
import { labelledGtin, normaliseGtin } from "./gtin";

/** What identifies a product; `gtin` has 14 digits, `path` is a pathname in the shop. */
export interface Identity {
  gtin?: string;
  brand?: string;
  mpn?: string;
  sku?: string;
  path?: string;
  name?: string;
}

/** What a source says, before conflicts are settled: several values make none. */
export interface Claims {
  gtin: Set<string>;
  brand: Set<string>;
  mpn: Set<string>;
  sku: Set<string>;
  name: Set<string>;
}

export function noClaims(): Claims {
  return { gtin: new Set(), brand: new Set(), mpn: new Set(), sku: new Set(), name: new Set() };
}

const EMPTY_WORDS = /^(n\/?a|none|null|undefined|nan|unknown|ukendt|ingen|false|true|-+|\.+|0+)$/i;

/** A part or item number: short, at most three words, at least one digit; "" for anything else. */
function number(value: string): string {
  const bare = tidy(value)
    .replace(/^(sku|mpn|id|p\/n|varenr\.?)\s*:\s*/i, "")
    .trim();
  const fits = bare.length >= 2 && bare.length <= 60 && /\d/.test(bare);
  const odd = /[<>{}"\\]|https?:/i.test(bare) || bare.split(" ").length > 3;
  return fits && !odd && !EMPTY_WORDS.test(bare) ? bare : "";
}

/** Note a claim under its property; what cannot be such a value is left out. */
export function claim(claims: Claims, property: keyof Claims, raw: string): void {
  const value = tidy(raw);
  if (value === "" || EMPTY_WORDS.test(value)) return;
  if (property === "gtin") {
    const gtin = labelledGtin(value);
    if (gtin) claims.gtin.add(gtin);
  } else if (property === "mpn") {
    const mpn = number(value);
    // A bar code in the part number's place is no part number, and nothing says whose it is.
    if (mpn !== "" && !normaliseGtin(mpn.replace(/[\s-]/g, ""))) claims.mpn.add(mpn);
  } else if (property === "sku") {
    const sku = number(value);
    if (sku !== "") claims.sku.add(sku);
  } else if (value.length <= 200) {
    claims[property].add(value);
  }
}

function single(values: Set<string>): string | undefined {
  return values.size === 1 ? [...values][0] : undefined;
}

/**
 * Settle what several sources say, best source first.
 *
 * The first source that says exactly one thing wins a field. Sources that name different GTINs
 * cancel one another, since a wrong identity is worse than none.
 */
export function settle(sources: Claims[]): Identity {
  const identity: Identity = {};
  if (sources.length === 0) return identity;
  for (const property of ["brand", "mpn", "sku", "name"] as const) {
    const value = sources.map((claims) => single(claims[property])).find((found) => found);
    if (value) identity[property] = value;
  }
  const gtins = new Set(sources.map((claims) => single(claims.gtin)).filter((found) => found));
  const [gtin] = gtins;
  if (gtins.size === 1 && gtin) identity.gtin = gtin;
  return identity;
}

/** Whether anything but a path and a name is known. */
export function identified(claims: Claims): boolean {
  return claims.gtin.size > 0 || claims.mpn.size > 0 || claims.sku.size > 0;
}

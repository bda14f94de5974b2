/**
 * Open Graph and its product extension, from the meta elements of the page.
 */
import { all, attr } from "./dom";
import type { Price } from "./extraction";
import { type Claims, claim, noClaims } from "./identity";
import { dataPrice } from "./price";

const FIELDS: ReadonlyMap<string, keyof Claims> = new Map([
  ["product:ean", "gtin"],
  ["product:gtin", "gtin"],
  ["product:upc", "gtin"],
  ["og:ean", "gtin"],
  ["og:gtin", "gtin"],
  ["og:upc", "gtin"],
  ["product:mfr_part_no", "mpn"],
  ["product:brand", "brand"],
  ["og:brand", "brand"],
  ["product:retailer_item_id", "sku"],
  ["product:retailer_part_no", "sku"],
  ["og:title", "name"],
]);

export interface OpenGraph {
  /** Whether the page says of itself that it shows one product. */
  product: boolean;
  claims: Claims;
  price: Price | null;
}

/** Read the page's own description of itself. */
export function readOpenGraph(page: Document): OpenGraph {
  const claims = noClaims();
  let product = false;
  let amount = "";
  let currency = "";
  for (const meta of all(page, "meta[property], meta[name]", 300)) {
    const name = (attr(meta, "property") || attr(meta, "name")).toLowerCase();
    const content = attr(meta, "content").slice(0, 300);
    if (name === "og:type" && /^(og:)?product(\.item)?$/i.test(content.trim())) product = true;
    if (/^(product|og):price:amount$/.test(name)) amount ||= content.trim();
    if (/^(product|og):price:currency$/.test(name)) currency ||= content.trim();
    const field = FIELDS.get(name);
    // og:upc is known to hold shops' own numbers, which are shorter than any UPC.
    if (field && !(name.endsWith("upc") && content.replace(/\D/g, "").length < 11)) {
      claim(claims, field, content);
    }
  }
  for (const sku of claims.sku) {
    // The same digits as item number and as bar code: the shop's own number in the wrong place.
    claims.gtin.delete(sku.padStart(14, "0"));
  }
  return { product, claims, price: amount === "" ? null : dataPrice(amount, currency) };
}

/**
 * Adapters: what a shop's software needs to be told apart, as data. See extension/shops/.
 */
import { all, attr, first, matches, shopPath, text, tidy } from "./dom";
import { type Claims, claim, noClaims } from "./identity";

/** A shop or a shop software, as declared in extension/shops/<id>.json. All selectors are CSS. */
export interface Adapter {
  id: string;
  name: string;
  /** Hosts it is for; a host stands for its subdomains too. */
  hosts: string[];
  /** Or: a selector that only pages of this software match. */
  detect?: string;
  product?: {
    /** Present on product pages alone. */
    match: string;
    name?: string;
    image?: string;
    /** Labels in the page's tables and lists, and the identifier each announces. */
    labels?: { [kind: string]: string[] };
    /** Elements that hold an identifier; "selector@attribute" reads an attribute. */
    fields?: { [kind: string]: string };
  };
  listing?: { card: string; link: string; name?: string; image?: string };
}

const KINDS = ["gtin", "mpn", "sku", "brand"] as const;

/** The adapter for a page: by host first, then by what its software leaves in the page. */
export function adapterFor(page: Document, url: URL, known: readonly Adapter[]): Adapter | null {
  const byHost = known.find(({ hosts }) =>
    hosts.some((host) => url.hostname === host || url.hostname.endsWith(`.${host}`)),
  );
  if (byHost) return byHost;
  return known.find(({ detect }) => detect && first(page, detect)) ?? null;
}

/** What an adapter reads on its product page; null on every other page. */
export function readAdapted(page: Document, { product }: Adapter): Claims | null {
  const root = product && first(page, product.match);
  if (!product || !root) return null;
  const claims = noClaims();
  for (const kind of KINDS) {
    for (const value of labelledValues(root, product.labels?.[kind] ?? [])) {
      claim(claims, kind, value);
    }
    const field = product.fields?.[kind];
    if (field) claim(claims, kind, fieldValue(root, field));
  }
  const name = product.name && first(root, product.name);
  if (name) claim(claims, "name", text(name));
  // One number under one label is one identifier: the best kind it can be.
  for (const sku of claims.sku) {
    if (claims.gtin.has(sku.replace(/\D/g, "").padStart(14, "0"))) claims.sku.delete(sku);
  }
  return claims;
}

function labelledValues(root: Element, labels: string[]): string[] {
  if (labels.length === 0) return [];
  const wanted = new Set(labels.map((label) => label.toLowerCase()));
  return all(root, "th, dt, td:first-child", 500)
    .filter((cell) =>
      wanted.has(
        tidy(text(cell))
          .replace(/\s*[:.]$/, "")
          .toLowerCase(),
      ),
    )
    .map((cell) => cell.nextElementSibling)
    .filter((value) => value !== null && matches(value, "td, dd"))
    .map((value) => text(value));
}

function fieldValue(root: Element, field: string): string {
  const [selector = "", attribute] = field.split("@");
  const element = first(root, selector);
  if (!element) return "";
  return attribute ? attr(element, attribute) : text(element);
}

/** A card declared by an adapter: its element, where its link leads and what it is called. */
export interface DeclaredCard {
  element: Element;
  path: string;
  href: string;
  name: string;
  image: Element | null;
}

/** The cards an adapter declares on this page. */
export function declaredCards(page: Document, { listing }: Adapter, url: URL): DeclaredCard[] {
  if (!listing) return [];
  return all(page, listing.card, 1_000).flatMap((element) => {
    const link = first(element, listing.link);
    const href = link ? attr(link, "href") : "";
    const path = shopPath(href, url);
    if (!link || !path) return [];
    const named = listing.name ? first(element, listing.name) : link;
    const name = (named && (attr(named, "title") || text(named))) ?? "";
    return [
      { element, path, href, name, image: listing.image ? first(element, listing.image) : null },
    ];
  });
}

/**
 * Adapters at work: which one is for a page, and what it says of the page.
 */
import { all, attr, closest, first, matches, shopPath, text } from "./dom";
import type { Price } from "./extraction";
import { fieldElement, fieldValue, readFields, readLabels } from "./fields";
import { type Adapter, IDENTIFIERS, type PageKind, type PageSign } from "./format";
import { type Claims, claim, noClaims } from "./identity";
import { matchPath } from "./paths";
import { parsePrice } from "./price";
import { currentText } from "./priceof";

const MAX_CARDS = 3_000;
const SLICE = 25;

/** Which adapter a document had: the software behind it does not change while it is open. */
const detected = new WeakMap<Document, { known: readonly Adapter[]; adapter: Adapter }>();

/**
 * The adapter for a page: by host first, then by what its software leaves in the page. Of several,
 * the first in the list.
 */
export function adapterFor(page: Document, url: URL, known: readonly Adapter[]): Adapter | null {
  const byHost = known.find(({ hosts }) =>
    hosts.some(
      (host) => url.hostname === host || url.host === host || url.hostname.endsWith(`.${host}`),
    ),
  );
  if (byHost) return byHost;
  const before = detected.get(page);
  if (before?.known === known) return before.adapter;
  const adapter = known.find(({ detect }) => detect && first(page, detect)) ?? null;
  if (adapter) detected.set(page, { known, adapter });
  return adapter;
}

/** Whether a page is what a sign says; where selector and paths both stand, both must. */
function shows(page: Document, url: URL, { match, paths }: PageSign): boolean {
  if (!match && !paths) return false;
  if (match && !first(page, match)) return false;
  return !paths || paths.some((pattern) => matchPath(pattern, url.pathname) !== null);
}

const ORDER: readonly PageKind[] = ["basket", "list", "product", "search", "listing"];

/** The kind of page that an adapter says this is, or null. */
export function declaredKind(page: Document, url: URL, adapter: Adapter): PageKind | null {
  const found = ORDER.find((kind) => {
    const sign = adapter.pages?.[kind];
    return sign !== undefined && shows(page, url, sign);
  });
  return found ?? null;
}

/** Identifiers that a product's path holds by the adapter's patterns. */
export function readPath(adapter: Adapter | null, path: string): Claims {
  const claims = noClaims();
  for (const pattern of adapter?.pages?.product?.paths ?? []) {
    const found = pattern.includes("{") ? matchPath(pattern, path) : null;
    for (const kind of ["gtin", "mpn", "sku"] as const) {
      if (found?.[kind]) claim(claims, kind, found[kind]);
    }
    if (found) break;
  }
  return claims;
}

/** Whether a path is one of a product's by the adapter's patterns. */
export function isProductPath(adapter: Adapter | null, path: string): boolean {
  const paths = adapter?.pages?.product?.paths ?? [];
  return paths.some((pattern) => matchPath(pattern, path) !== null);
}

/** What an adapter reads on its product page; null on every other page. */
export function readAdapted(
  page: Document,
  adapter: Adapter,
  kind: PageKind | null,
): Claims | null {
  const { product } = adapter;
  const gated = adapter.pages?.product !== undefined;
  if (!product || (gated ? kind !== "product" : !product.root)) return null;
  const root = product.root ? first(page, product.root) : page;
  if (!root) return null;
  const claims = readLabels(root, product.labels ?? {});
  const fields = readFields(root, product.fields);
  for (const key of IDENTIFIERS) {
    for (const value of fields[key]) claims[key].add(value);
  }
  if (product.name) claim(claims, "name", fieldValue(root, product.name));
  return claims;
}

/** A card as an adapter declares it, with its link as written. */
export interface DeclaredCard {
  element: Element;
  image: Element | null;
  name: string;
  path: string;
  href: string;
  claims: Claims;
  /** Where the adapter says where prices stand: reads this card's. */
  price: (() => Price | null) | undefined;
}

/** What a declared card or line leads to: the link that the adapter names, or the first one. */
export function linkOf(element: Element, link: string | undefined, url: URL) {
  const found = link
    ? fieldElement(element, link)
    : matches(element, "a[href]")
      ? element
      : (first(element, "a[href]") ?? closest(element, "a[href]"));
  const href = found ? attr(found, "href") : "";
  const path = shopPath(href, url);
  return found && path ? { element: found, href, path } : null;
}

/** The cards an adapter declares on this page, in the page's order. */
export function* declaredCards(
  page: Document,
  { listing }: Adapter,
  url: URL,
): Generator<void, DeclaredCard[]> {
  const found: DeclaredCard[] = [];
  if (!listing) return found;
  for (const [index, element] of all(page, listing.card, MAX_CARDS).entries()) {
    if (index % SLICE === SLICE - 1) yield;
    const link = linkOf(element, listing.link, url);
    if (!link) continue;
    const name = listing.name
      ? fieldValue(element, listing.name)
      : attr(link.element, "title") || text(link.element);
    const image = listing.image ? first(element, listing.image) : null;
    const price = listing.price ? () => readPrice(element, listing.price ?? "") : undefined;
    const claims = readFields(element, listing.fields);
    found.push({ element, image, name, path: link.path, href: link.href, claims, price });
  }
  return found;
}

/** The price in a field of an adapter; old prices that are struck through do not count. */
export function readPrice(root: ParentNode, field: string) {
  if (field.includes("@")) return parsePrice(fieldValue(root, field), true);
  const element = fieldElement(root, field);
  return element && parsePrice(currentText(element), true);
}

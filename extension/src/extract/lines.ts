/**
 * The lines of a basket or of a list to order from: what, how many, at what price.
 *
 * A line is found by its quantity control: the row or item around it that holds one product.
 */
import { linkOf, readPath, readPrice } from "./adapter";
import { productLink } from "./cards";
import { all, attr, first, matches, parent, shopPath, text } from "./dom";
import type { Line } from "./extraction";
import { fieldElement, fieldValue, readAttributes, readFields, STATES_NUMBERS } from "./fields";
import type { Adapter } from "./format";
import { type Claims, type Identity, identified, noClaims, settle } from "./identity";
import { readLabelled } from "./labelled";
import { readAmounts } from "./lineprices";
import { parseQuantity, quantityControls, quantityOf } from "./quantity";

const MAX_LINES = 1_000;
const MAX_CLIMB = 10;
const ITEM = "tr, li, article, [role='row'], [role='listitem']";
const NAMED_ITEM = /(?:^|[-_\s])(?:line|item|row|product|vare|linje|produkt|entry)(?:[-_\s]|$)/i;

/** The lines that an adapter declares. */
export function* declaredLines(
  page: Document,
  url: URL,
  adapter: Adapter,
): Generator<void, Line[]> {
  const { lines } = adapter;
  const found: Line[] = [];
  if (!lines) return found;
  for (const [index, element] of all(page, lines.line, MAX_LINES).entries()) {
    if (index % 25 === 24) yield;
    const link = linkOf(element, lines.link, url);
    const control = lines.quantity ? fieldElement(element, lines.quantity) : null;
    const quantity = lines.quantity?.includes("@")
      ? parseQuantity(fieldValue(element, lines.quantity))
      : ((control && quantityOf(control)) ?? (lines.quantity ? null : 1));
    const name = lines.name
      ? fieldValue(element, lines.name)
      : link && (attr(link.element, "title") || text(link.element));
    const sources = [readFields(element, lines.fields), readPath(adapter, link?.path ?? "")];
    const identity = identityOf(sources, link?.path ?? null, name ?? "");
    if (!identity || quantity === null) continue;
    const price = lines.price ? readPrice(element, lines.price) : null;
    const total = lines.total ? readPrice(element, lines.total) : null;
    found.push({ element, identity, quantity, price, total });
  }
  return found;
}

/** The lines found by their quantity controls. */
export function* foundLines(
  page: Document,
  url: URL,
  adapter: Adapter | null,
): Generator<void, Line[]> {
  const found: Line[] = [];
  const taken = new Set<Element>();
  const controls = quantityControls(page);
  const counted = controlCounts(controls);
  for (const [index, control] of controls.entries()) {
    if (index % 10 === 9) yield;
    const element = lineAround(control, counted, url);
    const quantity = quantityOf(control);
    if (!element || taken.has(element) || quantity === null) continue;
    taken.add(element);
    const link = leadsTo(element, url);
    const claims = readLabelled(element, new Set());
    const stated = noClaims();
    for (const one of [element, ...all(element, STATES_NUMBERS, 10)]) readAttributes(one, stated);
    const name = link?.name || text(first(element, "h2, h3, h4, h5"));
    const sources = [claims, stated, readPath(adapter, link?.path ?? "")];
    const identity = identityOf(sources, link?.path ?? null, name);
    if (identity) found.push({ element, identity, quantity, ...readAmounts(element, quantity) });
  }
  return found;
}

function identityOf(sources: Claims[], path: string | null, name: string): Identity | null {
  if (path === null && !sources.some(identified)) return null;
  const identity: Identity = { ...settle(sources), ...(path === null ? {} : { path }) };
  if (!identity.name && name !== "") identity.name = name;
  return identity;
}

/** How many quantity controls lie in each ancestor, up to a few levels. */
function controlCounts(controls: Element[]): Map<Element, number> {
  const counts = new Map<Element, number>();
  for (const control of controls) {
    let above = parent(control);
    for (let step = 0; step < MAX_CLIMB && above; step += 1) {
      counts.set(above, (counts.get(above) ?? 0) + 1);
      above = parent(above);
    }
  }
  return counts;
}

/**
 * The row or item that holds this quantity control and no other, and that tells of a product; among
 * several controls, the widest element that holds this one alone may be one without any such name.
 */
function lineAround(control: Element, counts: Map<Element, number>, url: URL): Element | null {
  let widest: Element | null = null;
  let above = parent(control);
  for (let step = 0; step < MAX_CLIMB && above; step += 1) {
    if (matches(above, "body, main, html")) return null;
    if ((counts.get(above) ?? 0) > 1) return widest && tellsOfProduct(widest, url) ? widest : null;
    const item = matches(above, ITEM) || NAMED_ITEM.test(attr(above, "class"));
    if (item && tellsOfProduct(above, url)) return above;
    widest = above;
    above = parent(above);
  }
  return null;
}

function tellsOfProduct(element: Element, url: URL): boolean {
  return leadsTo(element, url) !== null || identified(readLabelled(element, new Set()));
}

/** Links that do something to the line instead of leading to its product. */
const ACTION =
  /(?:remove|delete|fjern|slet|update|opdater|wishlist|favorit|compare|sammenlign|edit|rediger|cart|basket|kurv)(?:[/?=_-]|$)/i;

function leadsTo(element: Element, url: URL): { path: string; name: string } | null {
  const links = all(element, "a[href]", 20).filter((link) => {
    const href = attr(link, "href");
    const path = shopPath(href, url);
    return path !== null && path !== "/" && path !== url.pathname && !ACTION.test(href);
  });
  const link = productLink(element, links);
  const path = link && shopPath(attr(link, "href"), url);
  if (!link || !path) return null;
  const named = links.find((one) => text(one) !== "" && shopPath(attr(one, "href"), url) === path);
  return { path, name: text(named ?? link) || attr(link, "title") };
}

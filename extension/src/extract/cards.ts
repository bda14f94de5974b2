/**
 * The cards of a listing: repeated elements that each lead to one product.
 */
import { all, attr, closest, first, matches, parent, shopPath, text } from "./dom";

/** What one scan has found out already, by element and by kind of element. */
interface Memory {
  verdicts: Map<Element, boolean>;
  kinds: Map<string, boolean>;
}

export interface LinkCard {
  element: Element;
  path: string;
  href: string;
  name: string;
}

const MAX_LINKS = 3_000;
const MAX_CLIMB = 7;
const MIN_ALIKE = 3;
const MAX_PEERS = 60;
const A_PRODUCT = /(^|[-_])(product|produkt|vare|card|tile|pod)([-_]|$)/i;
const PICTURE = "img, picture, svg, [style*='background-image']";
const NOT_A_CARD = "nav, footer, header, [role='navigation'], [role='contentinfo'], [role='menu']";
const FILE = /\.(jpe?g|png|gif|webp|avif|svg|pdf|zip)$/i;
const PRICE = /\d\s*(?:kr\b|dkk|eur|€|£|,-)|(?:kr\.?|dkk|eur|€|£|\$)\s*\d|\d+[.,]\d{2}(?!\d)/i;

/** Whether two siblings are built alike: the same element and the same first class. */
function signature(element: Element): string {
  return `${element.localName}.${element.classList[0] ?? ""}`;
}

function holdsProduct(element: Element): boolean {
  const links = matches(element, "a[href]") || first(element, "a[href]") !== null;
  return links && first(element, PICTURE) !== null;
}

/** Climb from a link to the innermost element that is repeated beside itself. */
function repeatedAround(link: Element, memory: Memory): Element | null {
  let element: Element | null = link;
  for (let step = 0; step < MAX_CLIMB && element; step += 1) {
    if (matches(element, "body, main, html")) return null;
    const known = memory.verdicts.get(element);
    if (known) return element;
    if (known === undefined) {
      const repeated = isRepeated(element, memory);
      memory.verdicts.set(element, repeated);
      if (repeated) return element;
    }
    element = parent(element);
  }
  return null;
}

/** Whether an element holds several products: its headings or pictures lead to different ones. */
function isShelf(element: Element): boolean {
  const paths = new Set<string>();
  for (const link of all(element, "a[href]", 40)) {
    const leads = first(link, `${PICTURE}, h2, h3, h4`) ?? closest(link, "h2, h3, h4");
    if (leads) paths.add(attr(link, "href").replace(/[?#].*$/, ""));
    if (paths.size > 1) return true;
  }
  return false;
}

/**
 * Whether an element is built like others beside it, or like others of its class on the page. A
 * search with one or two hits has nothing to be compared with; there the shop's own name for the
 * element must say that it is a product.
 */
function isRepeated(element: Element, memory: Memory): boolean {
  const above = parent(element);
  if (!above || !holdsProduct(element) || isShelf(element)) return false;
  const name = element.classList[0];
  if (name !== undefined && A_PRODUCT.test(name)) return true;
  const kind = signature(element);
  if (name === undefined) return alike([...above.children], kind);
  const known = memory.kinds.get(kind);
  if (known !== undefined) return known;
  const selector = `${element.localName}.${CSS.escape(name)}`;
  const verdict = alike(all(element.ownerDocument, selector, MAX_PEERS), kind);
  memory.kinds.set(kind, verdict);
  return verdict;
}

function alike(peers: Element[], kind: string): boolean {
  let count = 0;
  for (const peer of peers) {
    if (signature(peer) === kind && holdsProduct(peer)) count += 1;
    if (count >= MIN_ALIKE) return true;
  }
  return false;
}

/** The link that leads to a card's product: that of its heading, else that of its picture. */
function productLink(card: Element): Element | null {
  const inHeading = first(card, "h2 a[href], h3 a[href], h4 a[href], a[href] h2, a[href] h3");
  if (inHeading) return closest(inHeading, "a[href]");
  const links = matches(card, "a[href]") ? [card] : all(card, "a[href]", 20);
  return links.find((link) => first(link, PICTURE)) ?? links[0] ?? null;
}

function cardOf(element: Element, page: URL): LinkCard | null {
  const link = productLink(element);
  const href = link ? attr(link, "href") : "";
  const path = link && shopPath(href, page);
  if (!link || !path || path === page.pathname || path === "/" || FILE.test(path)) return null;
  const heading = first(element, "h2, h3, h4");
  const name = text(heading) || attr(link, "title") || text(link);
  return { element, path, href, name };
}

/** Cards found by their shape alone: repeated, with a picture, a price and a link in the shop. */
export function repeatedCards(page: Document, url: URL): LinkCard[] {
  const memory: Memory = { verdicts: new Map(), kinds: new Map() };
  const seen = new Set<Element>();
  const cards: LinkCard[] = [];
  for (const link of all(page, "a[href]", MAX_LINKS)) {
    const path = shopPath(attr(link, "href"), url);
    if (!path || path === url.pathname || path === "/") continue;
    const element = repeatedAround(link, memory);
    if (!element || seen.has(element)) continue;
    seen.add(element);
    if (closest(element, NOT_A_CARD) || !PRICE.test(text(element, 500))) continue;
    const card = cardOf(element, url);
    if (card) cards.push(card);
  }
  return cards;
}

/** Cards around links to products that the page's own structured data lists. */
export function listedCards(page: Document, url: URL, paths: ReadonlySet<string>): LinkCard[] {
  if (paths.size === 0) return [];
  const memory: Memory = { verdicts: new Map(), kinds: new Map() };
  const cards = new Map<Element, LinkCard>();
  for (const link of all(page, "a[href]", MAX_LINKS)) {
    const path = shopPath(attr(link, "href"), url);
    if (!path || !paths.has(path) || path === url.pathname) continue;
    const element = repeatedAround(link, memory) ?? closest(link, "li, article");
    if (!element || cards.has(element) || closest(element, NOT_A_CARD)) continue;
    const name = text(first(element, "h2, h3, h4")) || text(link);
    cards.set(element, { element, path, href: attr(link, "href"), name });
  }
  return [...cards.values()];
}

/**
 * Drop cards whose path says nothing: "/product?id=1" and its kin, where three or more cards share
 * the path and differ in the query alone.
 */
export function withTellingPaths<T extends { path: string; href: string }>(cards: T[]): T[] {
  const queries = new Map<string, Set<string>>();
  for (const { path, href } of cards) {
    const query = /\?[^#]*/.exec(href)?.[0] ?? "";
    queries.set(path, (queries.get(path) ?? new Set()).add(query));
  }
  return cards.filter(({ path }) => (queries.get(path)?.size ?? 0) < 3);
}

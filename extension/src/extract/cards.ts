/**
 * The cards of a listing: repeated elements that each lead to one product.
 */
import { all, attr, childrenOf, closest, first, matches, parent, shopPath, tag, text } from "./dom";

/** What one scan has found out already, by element and by kind of element. */
interface Memory {
  verdicts: Map<Element, boolean>;
  kinds: Map<string, boolean>;
  /** Whether links in this parent are part of a menu or the like. */
  menus: Map<Element, boolean>;
}

export interface LinkCard {
  element: Element;
  path: string;
  href: string;
  name: string;
}

const MAX_LINKS = 12_000;
const MAX_CLIMB = 8;
const MIN_ALIKE = 3;
const MAX_PEERS = 60;
const SLICE = 60;
const A_PRODUCT = /(^|[-_])(product|produkt|vare|card|tile|pod)([-_]|$)/i;
const PICTURE = "img, picture, svg, [style*='background-image']";
/** What a product in a list has besides its link: its picture, or a way to order it. */
const PICTURE_OR_BUTTON = `${PICTURE}, button, input`;
const NOT_A_CARD =
  "nav, footer, header, [role='navigation'], [role='contentinfo'], [role='menu'], [role='menubar']";
const FILE = /\.(jpe?g|png|gif|webp|avif|svg|pdf|zip)$/i;
const PRICE = /\d\s*(?:kr\b|dkk|eur|€|£|,-)|(?:kr\.?|dkk|eur|€|£|\$)\s*\d|\d+[.,]\d{2}(?!\d)/i;

/** Whether two siblings are built alike: the same element and the same first class. */
const firstClass = (element: Element): string => /\S+/.exec(attr(element, "class"))?.[0] ?? "";
const signature = (element: Element): string => `${tag(element)}.${firstClass(element)}`;

function holdsProduct(element: Element): boolean {
  const links = matches(element, "a[href]") || first(element, "a[href]") !== null;
  return links && first(element, PICTURE_OR_BUTTON) !== null;
}

/** Whether an element names an amount of money somewhere. */
const namesPrice = (element: Element): boolean => PRICE.test(text(element, 500));

/** Climb from a link to the innermost element that is repeated beside itself. */
function repeatedAround(link: Element, memory: Memory, priced: boolean): Element | null {
  let element: Element | null = link;
  for (let step = 0; step < MAX_CLIMB && element; step += 1) {
    const known = memory.verdicts.get(element);
    if (known) return element;
    if (known === undefined) {
      if (matches(element, "body, main, html")) return null;
      const repeated = isRepeated(element, memory) && (!priced || namesPrice(element));
      memory.verdicts.set(element, repeated);
      if (repeated) return element;
    }
    element = parent(element);
  }
  return null;
}

/** Whether an element holds several products: its headings or pictures lead to different ones. */
function isShelf(element: Element): boolean {
  let path: string | null = null;
  for (const link of all(element, "a[href]", 40)) {
    const leads = first(link, `${PICTURE}, h2, h3, h4`) ?? closest(link, "h2, h3, h4");
    if (!leads) continue;
    const there = attr(link, "href").replace(/[?#].*$/, "");
    if (path !== null && there !== path) return true;
    path = there;
  }
  return false;
}

/**
 * Whether an element is built like others beside it, or like others of its class on the page. A
 * search with one or two hits has nothing to be compared with; there the shop's own name for the
 * element must say that it is a product.
 */
function isRepeated(element: Element, memory: Memory): boolean {
  const name = firstClass(element);
  const kind = `${tag(element)}.${name}`;
  const known = name === "" ? undefined : memory.kinds.get(kind);
  if (known === false || !holdsProduct(element) || isShelf(element)) return false;
  if (known === true || A_PRODUCT.test(name)) return true;
  const above = parent(element);
  if (!above) return false;
  if (name === "") return alike(childrenOf(above, MAX_PEERS), kind);
  const verdict = alike(peersOf(element, kind), kind);
  memory.kinds.set(kind, verdict);
  return verdict;
}

/** Elements of the same kind anywhere in the same document. */
function peersOf(element: Element, kind: string): Element[] {
  const root = Node.prototype.getRootNode.call(element);
  const [name = "", ...rest] = kind.split(".");
  const selector = `${name}.${CSS.escape(rest.join("."))}`;
  return root instanceof Document ? all(root, selector, MAX_PEERS) : [];
}

function alike(peers: Element[], kind: string): boolean {
  let count = 0;
  for (const peer of peers) {
    if (signature(peer) === kind && holdsProduct(peer)) count += 1;
    if (count >= MIN_ALIKE) return true;
  }
  return false;
}

/** The link that leads to a card's product: that of its heading, of its picture, or the longest. */
export function productLink(card: Element, among?: Element[]): Element | null {
  const inHeading = first(
    card,
    "h2 a[href], h3 a[href], h4 a[href], a[href] h2, a[href] h3, a[href] h4",
  );
  const headed = inHeading && closest(inHeading, "a[href]");
  if (headed && (!among || among.includes(headed))) return headed;
  const links = among ?? (matches(card, "a[href]") ? [card] : all(card, "a[href]", 20));
  const pictured = links.find((link) => first(link, PICTURE));
  if (pictured) return pictured;
  const lengths = links.map((link) => text(link).length);
  return links[lengths.indexOf(Math.max(...lengths))] ?? null;
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

function inMenu(link: Element, memory: Memory): boolean {
  const above = parent(link);
  if (!above) return true;
  const known = memory.menus.get(above) ?? closest(above, NOT_A_CARD) !== null;
  memory.menus.set(above, known);
  return known;
}

/**
 * Cards around the links of a page: by their shape alone (repeated, with a picture or a button, and
 * a price), and around links to products that the page's data or its adapter knows.
 */
export function* linkedCards(
  page: Document,
  url: URL,
  byShape: boolean,
  isListed: ((path: string) => boolean) | null,
): Generator<void, LinkCard[]> {
  const cards = new Map<Element, LinkCard>();
  if (!byShape && !isListed) return [];
  const shape: Memory = { verdicts: new Map(), kinds: new Map(), menus: new Map() };
  const listed: Memory = { ...shape, verdicts: new Map() };
  for (const [index, link] of all(page, "a[href]", MAX_LINKS).entries()) {
    if (index % SLICE === SLICE - 1) yield;
    const href = attr(link, "href");
    const path = shopPath(href, url);
    if (!path || path === url.pathname || path === "/" || inMenu(link, shape)) continue;
    if (isListed?.(path)) {
      const element = repeatedAround(link, listed, false) ?? closest(link, "li, article, tr");
      if (element && !cards.has(element)) {
        const name = text(first(element, "h2, h3, h4")) || text(link);
        cards.set(element, { element, path, href, name });
      }
    } else if (byShape) {
      const element = repeatedAround(link, shape, true);
      if (!element || cards.has(element)) continue;
      const card = cardOf(element, url);
      if (card) cards.set(element, card);
    }
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

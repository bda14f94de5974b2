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
  /** Selectors of the kinds that cards were of. */
  selectors: string[];
  /** Whether a card must name a price. */
  priced: boolean;
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
const MAX_KINDS = 4;
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

/** Whether an element has what a product in a list has besides a link. */
const isFurnished = (element: Element): boolean => first(element, PICTURE_OR_BUTTON) !== null;

function holdsProduct(element: Element): boolean {
  const links = matches(element, "a[href]") || first(element, "a[href]") !== null;
  return links && isFurnished(element);
}

/** Whether an element names an amount of money somewhere. */
const namesPrice = (element: Element): boolean => PRICE.test(text(element, 500));

/**
 * Climb from a link to the innermost element that is repeated beside itself. Kinds of elements that
 * were cards before are tried first: a listing is made of one kind.
 */
function repeatedAround(link: Element, memory: Memory): Element | null {
  for (const selector of memory.selectors) {
    const element = closest(link, selector);
    if (element && isCard(element, memory)) return element;
  }
  let element: Element | null = link;
  for (let step = 0; step < MAX_CLIMB && element; step += 1) {
    if (matches(element, "body, main, html")) return null;
    if (isCard(element, memory)) {
      const name = firstClass(element);
      if (name !== "" && memory.selectors.length < MAX_KINDS) {
        memory.selectors.push(`${tag(element)}.${CSS.escape(name)}`);
      }
      return element;
    }
    element = parent(element);
  }
  return null;
}

function isCard(element: Element, memory: Memory): boolean {
  const known = memory.verdicts.get(element);
  if (known !== undefined) return known;
  const verdict = isRepeated(element, memory) && (!memory.priced || namesPrice(element));
  memory.verdicts.set(element, verdict);
  return verdict;
}

/** Whether an element holds several products: its headings or pictures lead to different ones. */
function isShelf(element: Element): boolean {
  const links = all(element, "a[href]", 40);
  const paths = links.map((link) => attr(link, "href").replace(/[?#].*$/, ""));
  if (paths.every((path) => path === paths[0])) return false;
  const leading = paths.filter((_, index) => {
    const link = links[index];
    return link && (first(link, `${PICTURE}, h2, h3, h4`) ?? closest(link, "h2, h3, h4"));
  });
  return leading.some((path) => path !== leading[0]);
}

/**
 * Whether an element, which holds a link, is built like others beside it, or like others of its
 * class on the page. A search with one or two hits has nothing to be compared with; there the
 * shop's own name for the element must say that it is a product.
 */
function isRepeated(element: Element, memory: Memory): boolean {
  const name = firstClass(element);
  const kind = `${tag(element)}.${name}`;
  const known = name === "" ? undefined : memory.kinds.get(kind);
  if (known === false || !isFurnished(element) || isShelf(element)) return false;
  if (known === true || A_PRODUCT.test(name)) return true;
  const above = parent(element);
  if (!above) return false;
  if (name === "") return alike(childrenOf(above, MAX_PEERS), kind);
  const verdict = alike(peersOf(element, name), kind);
  memory.kinds.set(kind, verdict);
  return verdict;
}

/** Elements of the same kind anywhere in the same document. */
function peersOf(element: Element, name: string): Element[] {
  const root = Node.prototype.getRootNode.call(element);
  return root instanceof Document
    ? all(root, `${tag(element)}.${CSS.escape(name)}`, MAX_PEERS)
    : [];
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

function noMemory(priced: boolean): Memory {
  return { verdicts: new Map(), kinds: new Map(), menus: new Map(), selectors: [], priced };
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
  const shape = noMemory(true);
  const listed: Memory = { ...noMemory(false), menus: shape.menus };
  for (const [index, link] of all(page, "a[href]", MAX_LINKS).entries()) {
    if (index % SLICE === SLICE - 1) yield;
    const href = attr(link, "href");
    const path = shopPath(href, url);
    if (!path || path === url.pathname || path === "/" || inMenu(link, shape)) continue;
    if (isListed?.(path)) {
      const element = repeatedAround(link, listed) ?? closest(link, "li, article, tr");
      if (element && !cards.has(element)) {
        const name = text(first(element, "h2, h3, h4")) || text(link);
        cards.set(element, { element, path, href, name });
      }
    } else if (byShape) {
      const element = repeatedAround(link, shape);
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

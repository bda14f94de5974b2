/**
 * The cards of a page, from all that tells of them, each with the identity that is its own.
 */
import { type DeclaredCard, declaredCards, isProductPath, readPath } from "./adapter";
import { type LinkCard, linkedCards, withTellingPaths } from "./cards";
import { all, attr, closest, first, parent, rawText, shopPath } from "./dom";
import type { Card, Price } from "./extraction";
import { readAttributes, STATES_NUMBERS } from "./fields";
import type { Adapter } from "./format";
import { type Claims, type Identity, noClaims, settle } from "./identity";
import { readLabelled } from "./labelled";
import { pathsOf } from "./main";
import { inCurrency } from "./price";
import { priceOf } from "./priceof";
import { claimsOf, isType, priceOfThing, strings, type Thing, things as thingsOf } from "./things";

const SLICE = 20;
const MAX_ELEMENTS = 400_000;
const LABELLED =
  /(?:ean|gtin|upc|sku|mpn|nr\.?|nummer|number|no\.?|kode|code|p\/n)\s*[:#]?\s*[\w-]/i;

export interface Ground {
  page: Document;
  url: URL;
  adapter: Adapter | null;
  jsonLd: Thing[];
  /** Products beside the main one. */
  others: Thing[];
  /** Lines of a basket or list: what lies in them is no card. */
  taken: ReadonlySet<Element>;
  /** What "kr." means here. */
  currency: string | null;
}

type Found = LinkCard & Partial<DeclaredCard>;

/** All cards, in the page's order. */
export function* findCards(ground: Ground): Generator<void, Card[]> {
  const { page, url, adapter, others, taken } = ground;
  const byPath = productsByPath(others, url);
  const paths = new Set([...byPath.keys(), ...listPaths(ground.jsonLd, url)]);
  const declared: Found[] = adapter ? yield* declaredCards(page, adapter, url) : [];
  const marked = yield* markedCards(others, url);
  const patterns = adapter?.pages?.product?.paths !== undefined && declared.length === 0;
  const listed =
    paths.size > 0 || patterns
      ? (path: string) => paths.has(path) || (patterns && isProductPath(adapter, path))
      : null;
  const linked = yield* linkedCards(page, url, declared.length === 0, listed);
  const telling = withTellingPaths<Found>([...declared, ...marked, ...linked]);
  yield;
  const found = withoutOverlap(telling, taken);
  yield;
  const byElement = new Map(others.map((thing) => [thing.element, thing]));
  const scan: Scan = {
    adapter,
    currency: ground.currency,
    byPath,
    byElement: byElement.size > 0 ? byElement : null,
    numbers: first(page, STATES_NUMBERS) !== null,
  };
  const cards: Card[] = [];
  for (const [index, card] of found.entries()) {
    if (index % SLICE === SLICE - 1) yield;
    cards.push(read(card, scan));
  }
  const sources = [declared, marked, linked].filter((source) => source.length > 0);
  return sources.length > 1 ? yield* inOrder(page, cards) : cards;
}

interface Scan {
  adapter: Adapter | null;
  currency: string | null;
  byPath: Map<string, Thing>;
  byElement: Map<Element | null, Thing> | null;
  /** Whether any element of the page states numbers in data attributes. */
  numbers: boolean;
}

function read(card: Found, scan: Scan): Card {
  const { element, path } = card;
  const thing = marked(element, scan.byElement) ?? scan.byPath.get(path);
  const identity: Identity = { ...settle(sourcesOf(card, thing, scan)), path };
  if (!identity.name && card.name !== "") identity.name = card.name;
  let price: Price | null | undefined;
  return {
    element,
    image: card.image ?? null,
    identity,
    // Prices are for what comes after the badges: they are read when they are asked for.
    get price() {
      if (price === undefined) {
        const shown = card.price?.() ?? (thing && priceOfThing(thing)) ?? priceOf(element);
        price = inCurrency(shown, scan.currency);
      }
      return price;
    },
  };
}

/** All that tells of a card's product, best source first. */
function sourcesOf(card: Found, thing: Thing | undefined, scan: Scan): Claims[] {
  const { element, path, claims } = card;
  const sources: Claims[] = claims ? [claims] : [];
  if (thing) sources.push(claimsOf(thing));
  if (scan.adapter) sources.push(readPath(scan.adapter, path));
  if (scan.numbers) {
    const stated = noClaims();
    for (const one of [element, ...all(element, STATES_NUMBERS, 20)]) readAttributes(one, stated);
    sources.push(stated);
  }
  if (LABELLED.test(rawText(element).slice(0, 3_000)))
    sources.push(readLabelled(element, new Set()));
  return sources;
}

function marked(element: Element, byElement: Scan["byElement"]): Thing | undefined {
  if (!byElement) return undefined;
  const inside = all(element, "[itemscope], [typeof]", 20);
  return [element, ...inside].map((one) => byElement.get(one)).find(Boolean);
}

/** One card per place: the first found stays, what lies inside or around it goes. */
function withoutOverlap<T extends { element: Element }>(
  found: T[],
  lines: ReadonlySet<Element>,
): T[] {
  const taken = new Set<Element>(lines);
  const around = new Set<Element>();
  return found.filter(({ element }) => {
    if (taken.has(element) || around.has(element)) return false;
    const above: Element[] = [];
    for (let node = parent(element); node; node = parent(node)) {
      if (taken.has(node)) return false;
      above.push(node);
    }
    taken.add(element);
    for (const node of above) around.add(node);
    return true;
  });
}

/** The cards in the page's order. Each source gives its own in order, so that one needs no sorting. */
function* inOrder(page: Document, cards: Card[]): Generator<void, Card[]> {
  const byElement = new Map(cards.map((card) => [card.element, card]));
  yield;
  const sorted: Card[] = [];
  for (const element of all(page, "*", MAX_ELEMENTS)) {
    const card = byElement.get(element);
    if (card) sorted.push(card);
  }
  yield;
  return sorted;
}

/** Products of scripts that name one page of the shop as theirs. */
function productsByPath(products: Thing[], url: URL): Map<string, Thing> {
  const byPath = new Map<string, Thing>();
  for (const thing of products) {
    if (thing.element) continue;
    const paths = new Set(pathsOf(thing, url));
    const [path] = paths;
    if (paths.size === 1 && path && path !== "/") byPath.set(path, thing);
  }
  return byPath;
}

/** The pages that an ItemList names. */
function listPaths(jsonLd: Thing[], url: URL): string[] {
  const lists = jsonLd.flatMap((thing) => [thing, ...thingsOf(thing, "mainEntity")]);
  return lists
    .filter((thing) => isType(thing, "ItemList", "OfferCatalog"))
    .flatMap((list) => thingsOf(list, "itemListElement"))
    .flatMap((entry) => [entry, ...thingsOf(entry, "item")])
    .flatMap((entry) => [...strings(entry, "url"), ...strings(entry, "item")])
    .map((address) => shopPath(address, url))
    .filter((path): path is string => path !== null && path !== "/" && path !== url.pathname);
}

/** Elements marked up as products, each with a link of its own. */
function* markedCards(products: Thing[], url: URL): Generator<void, Found[]> {
  const found: Found[] = [];
  for (const [index, thing] of products.entries()) {
    if (index % SLICE === SLICE - 1) yield;
    const { element } = thing;
    if (!element) continue;
    const link = first(element, "a[href]") ?? closest(element, "a[href]");
    const [own] = pathsOf(thing, url);
    const href = link ? attr(link, "href") : "";
    const path = own ?? shopPath(href, url);
    if (!path || path === url.pathname) continue;
    found.push({ element, path, href: own ?? href, name: strings(thing, "name")[0] ?? "" });
  }
  return found;
}

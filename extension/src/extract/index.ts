/**
 * What products a page shows: the main one of a product page, and the cards of a listing.
 *
 * Reads the page and changes nothing in it. Precision comes before recall: where the page does not
 * tell which number belongs to which product, only the path is given.
 */
import { type Adapter, adapterFor, declaredCards, readAdapted } from "./adapter";
import { type LinkCard, listedCards, repeatedCards, withTellingPaths } from "./cards";
import { all, attr, closest, first, matches, parent, shopPath, text } from "./dom";
import type { Card, Extraction } from "./extraction";
import { type Claims, type Identity, identified, noClaims, settle } from "./identity";
import { canonicalHref, heading, readJsonLd } from "./jsonld";
import { readLabelled } from "./labelled";
import { chooseMain, type PageFacts, pathsOf, standaloneProducts } from "./main";
import { readMarkup } from "./markup";
import { readOpenGraph } from "./opengraph";
import { claimsOf, isType, strings, type Thing, things as thingsOf } from "./things";

export async function extractSliced(
  page: Document,
  url: URL,
  adapters: readonly Adapter[],
  _pause: () => Promise<void>,
): Promise<Extraction> {
  return extract(page, url, adapters);
}

/** Read a page. `url` is its address; only its host and pathname are ever used. */
export function extract(page: Document, url: URL, adapters: readonly Adapter[]): Extraction {
  const adapter = adapterFor(page, url, adapters);
  const jsonLd = readJsonLd(page);
  const markup = readMarkup(page);
  const openGraph = readOpenGraph(page);
  const adapted = adapter && readAdapted(page, adapter);
  const facts: PageFacts = {
    url,
    canonical: shopPath(canonicalHref(page), url) ?? "",
    heading: heading(page),
  };
  const declared = openGraph.product || adapted !== null;
  const inScripts = standaloneProducts(jsonLd, url);
  const inMarkup = standaloneProducts(markup, url);
  const mains = [chooseMain(inScripts, facts), chooseMain(inMarkup, facts)].filter(
    (thing) => thing !== null,
  );
  const others = [...inScripts, ...inMarkup].filter((thing) => !mains.includes(thing));
  const cards = findCards(page, url, adapter, jsonLd, others);
  const structured = mains.map(claimsOf);
  const labelled = labelledClaims(page, cards, facts.heading, declared || structured.length > 0);
  const isProduct =
    structured.length > 0 || declared || (labelled !== null && identified(labelled));
  if (!isProduct || (url.pathname === "/" && structured.length === 0))
    return { kind: "other", adapter: null, lines: [], main: null, cards };
  const meta = declared || structured.length > 0 ? openGraph.claims : noClaims();
  const sources = [...(adapted ? [adapted] : []), ...structured, labelled ?? noClaims(), meta];
  const identity: Identity = { ...settle(sources), path: url.pathname };
  const image = adapter?.product?.image ? first(page, adapter.product.image) : null;
  return { kind: "other", adapter: null, lines: [], main: { identity, image, price: null }, cards };
}

/**
 * Labels count on a page that is about one product: one that declares itself, or one with a single
 * heading and a basket button of its own, where all labels of a kind then agree.
 */
function labelledClaims(
  page: Document,
  cards: Card[],
  title: string,
  certain: boolean,
): Claims | null {
  const body = first(page, "body");
  if (!body || !(certain || title !== "")) return null;
  const apart = new Set(cards.map((card) => card.element));
  const claims = readLabelled(body, apart);
  if (certain) return claims;
  const agree = claims.gtin.size <= 1 && claims.mpn.size <= 1 && claims.sku.size <= 1;
  return agree && sells(page, apart) ? claims : null;
}

/** Whether the page has a basket button of its own, outside every card. */
function sells(page: Document, cards: ReadonlySet<Element>): boolean {
  const words = /kurv|køb|bestil|basket|cart|\bbuy\b|\border\b/i;
  return all(page, "button, input[type='submit'], [role='button'], a[class]", 600).some(
    (button) => {
      if (!words.test(text(button, 60) || attr(button, "value"))) return false;
      for (let node: Element | null = button; node; node = parent(node)) {
        if (cards.has(node) || matches(node, "nav, header, footer")) return false;
      }
      return true;
    },
  );
}

function findCards(
  page: Document,
  url: URL,
  adapter: Adapter | null,
  jsonLd: Thing[],
  others: Thing[],
): Card[] {
  const byPath = claimsByPath(others, url);
  const paths = new Set([...byPath.keys(), ...listPaths(jsonLd, url)]);
  const declared = adapter ? declaredCards(page, adapter, url) : [];
  const marked = markedCards(others, url);
  const listed = listedCards(page, url, paths);
  const found: Array<LinkCard & { image?: Element | null }> = [...declared, ...marked, ...listed];
  if (declared.length === 0) found.push(...repeatedCards(page, url));
  const things = new Map(others.map((thing) => [thing.element, thing]));
  const cards = withoutOverlap(withTellingPaths(found)).map((card): Card => {
    const inside = all(card.element, "[itemscope], [typeof]", 20);
    const thing = [card.element, ...inside].map((element) => things.get(element)).find(Boolean);
    const claims = thing ? claimsOf(thing) : byPath.get(card.path);
    const identity: Identity = { ...(claims ? settle([claims]) : {}), path: card.path };
    if (!identity.name && card.name !== "") identity.name = card.name;
    return { element: card.element, image: card.image ?? null, identity, price: null };
  });
  return inOrder(cards);
}

/** One card per place: the first found stays, what lies inside or around it goes. */
function withoutOverlap<T extends { element: Element }>(found: T[]): T[] {
  const taken = new Set<Element>();
  const around = new Set<Element>();
  return found.filter(({ element }) => {
    const above: Element[] = [];
    for (let node = parent(element); node; node = parent(node)) above.push(node);
    if (taken.has(element) || around.has(element) || above.some((node) => taken.has(node))) {
      return false;
    }
    taken.add(element);
    for (const node of above) around.add(node);
    return true;
  });
}

function inOrder(cards: Card[]): Card[] {
  return cards.sort((one, other) =>
    one.element.compareDocumentPosition(other.element) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1,
  );
}

/** Products of scripts that name one page of the shop as theirs. */
function claimsByPath(products: Thing[], url: URL): Map<string, Claims> {
  const byPath = new Map<string, Claims>();
  for (const thing of products) {
    const paths = new Set(pathsOf(thing, url));
    const [path] = paths;
    if (!thing.element && paths.size === 1 && path && path !== "/")
      byPath.set(path, claimsOf(thing));
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
function markedCards(products: Thing[], url: URL): LinkCard[] {
  return products.flatMap((thing) => {
    const { element } = thing;
    if (!element) return [];
    const link = first(element, "a[href]") ?? closest(element, "a[href]");
    const [own] = pathsOf(thing, url);
    const href = link ? attr(link, "href") : "";
    const path = own ?? shopPath(href, url);
    if (!path || path === url.pathname) return [];
    return [{ element, path, href: own ?? href, name: strings(thing, "name")[0] ?? "" }];
  });
}

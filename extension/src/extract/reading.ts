/**
 * Reading a page, in bounded steps: what it shows, what it is about, and the lines it holds.
 *
 * Reads the page and changes nothing in it. Precision comes before recall: where the page does not
 * tell which number belongs to which product, only the path is given.
 */
import { adapterFor, declaredKind, readAdapted, readPath, readPrice } from "./adapter";
import {
  all,
  attr,
  closest,
  first,
  matches,
  parent,
  shopPath,
  text,
  useBase,
  withoutSession,
} from "./dom";
import type { Card, Extraction, Line, Price } from "./extraction";
import type { Adapter, PageKind } from "./format";
import { type Claims, type Identity, identified, noClaims, settle } from "./identity";
import { canonicalHref, heading, readJsonLd } from "./jsonld";
import { namedKind } from "./kind";
import { labelledSteps } from "./labelled";
import { declaredLines, foundLines } from "./lines";
import { findCards } from "./listing";
import { chooseMain, type PageFacts, standaloneProducts } from "./main";
import { readMarkup } from "./markup";
import { readOpenGraph } from "./opengraph";
import { inCurrency, localCurrency } from "./price";
import { priceOf } from "./priceof";
import { claimsOf, priceOfThing } from "./things";
import { besideVariant, readVariant } from "./variant";

/** One page being read; every `yield` is a moment at which the page may go on with its own work. */
export function* reading(
  page: Document,
  address: URL,
  adapters: readonly Adapter[],
): Generator<void, Extraction> {
  const url = new URL(address.href);
  url.pathname = withoutSession(url.pathname);
  useBase(page, url);
  const adapter = adapterFor(page, url, adapters);
  yield;
  const declared = adapter && declaredKind(page, url, adapter);
  const facts: PageFacts = {
    url,
    canonical: shopPath(canonicalHref(page), url) ?? "",
    heading: heading(page),
  };
  yield;
  const named = declared ? null : namedKind(url, facts.heading);
  const root = first(page, "html");
  const currency = localCurrency(root ? attr(root, "lang") : "", url.hostname);
  const found = yield* linesOf(page, url, adapter, declared ?? named);
  const lines = found.map((line) => ({
    ...line,
    price: inCurrency(line.price, currency),
    total: inCurrency(line.total, currency),
  }));
  const jsonLd = yield* readJsonLd(page);
  const markup = yield* readMarkup(page);
  const inScripts = standaloneProducts(jsonLd, url);
  const inMarkup = standaloneProducts(markup, url);
  const mains = [chooseMain(inScripts, facts), chooseMain(inMarkup, facts)].filter(
    (thing) => thing !== null,
  );
  const ordering = (declared ?? named) === "basket" || declared === "list" || lines.length > 0;
  const others = [...inScripts, ...inMarkup].filter((thing) => ordering || !mains.includes(thing));
  const taken = new Set(lines.map(({ element }) => element));
  const cards = yield* findCards({ page, url, adapter, jsonLd, others, taken, currency });
  const about = ordering || declared === "listing" || declared === "search" ? null : mains;
  const read = about && (yield* readMain(page, facts, adapter, declared, about, cards));
  const main = read && { ...read, price: inCurrency(read.price, currency) };
  const kind = declared ?? kindOf(named, main !== null, cards, lines);
  return { kind, main, cards: main ? beside(cards, url) : cards, lines, adapter };
}

/** What lies beneath a product's own address is its reviews or its pictures, and no product. */
function beside(cards: Card[], { pathname }: URL): Card[] {
  const below = pathname.endsWith("/") ? pathname : `${pathname}/`;
  return cards.filter(({ identity }) => !identity.path?.startsWith(below));
}

function kindOf(
  named: PageKind | null,
  product: boolean,
  cards: Card[],
  lines: Line[],
): Extraction["kind"] {
  if (named === "basket" || (named === "list" && lines.length > 0)) return named;
  if (product) return "product";
  if (named && (named !== "search" || cards.length > 0)) return named;
  return cards.length > 0 ? "listing" : "other";
}

/** Lines stand on pages that say that they hold some; a mini basket on other pages is left alone. */
function* linesOf(
  page: Document,
  url: URL,
  adapter: Adapter | null,
  kind: PageKind | null,
): Generator<void, Line[]> {
  if (kind !== "basket" && kind !== "list") return [];
  const declared = adapter ? yield* declaredLines(page, url, adapter) : [];
  const found = declared.length > 0 ? declared : yield* foundLines(page, url, adapter);
  // Nothing of it is in the basket, or it is about to leave it.
  return kind === "basket" ? found.filter(({ quantity }) => quantity > 0) : found;
}

/** The product that the page is about: all that its sources say of it, settled. */
function* readMain(
  page: Document,
  facts: PageFacts,
  adapter: Adapter | null,
  kind: PageKind | null,
  mains: NonNullable<ReturnType<typeof chooseMain>>[],
  cards: Card[],
): Generator<void, Extraction["main"]> {
  const { url } = facts;
  const openGraph = readOpenGraph(page);
  const adapted = adapter && readAdapted(page, adapter, kind);
  const declared = openGraph.product || adapted !== null || kind === "product";
  const certain = declared || mains.length > 0;
  const apart = new Set(cards.map((card) => card.element));
  const labelled = yield* labelledClaims(page, apart, facts.heading, certain);
  if (!certain && !(labelled && identified(labelled))) return null;
  if (url.pathname === "/" && mains.length === 0) return null;
  const structured = mains.map(claimsOf);
  const path = kind === "product" ? readPath(adapter, url.pathname) : noClaims();
  const meta = certain ? openGraph.claims : noClaims();
  const variant = readVariant(page, adapter, apart);
  const beside = (claims: Claims, whole: boolean): Claims =>
    variant ? besideVariant(claims, variant, whole) : claims;
  const sources = [
    ...(variant ? [variant.claims] : []),
    beside(adapted ?? noClaims(), false),
    beside(path, true),
    ...structured.map((claims) => beside(claims, true)),
    beside(labelled ?? noClaims(), false),
    beside(meta, true),
  ];
  const identity: Identity = { ...settle(sources), path: url.pathname };
  if (!identity.name && facts.heading !== "") identity.name = facts.heading;
  const image = adapter?.product?.image ? first(page, adapter.product.image) : null;
  const said = [...mains.map(priceOfThing), openGraph.price];
  const price = mainPrice(page, adapter, apart, variant?.others ? [] : said);
  return { identity, image, price };
}

/**
 * The main product's price: where the adapter says, else what the data says, else what is shown
 * outside the cards; a contradiction between the last two gives none.
 */
function mainPrice(
  page: Document,
  adapter: Adapter | null,
  cards: ReadonlySet<Element>,
  said: Array<Price | null>,
): Price | null {
  const field = adapter?.product?.price;
  if (field) return readPrice(page, field);
  const [one, ...more] = said.filter((price) => price !== null);
  if (one) return more.every(({ amount }) => amount === one.amount) ? one : null;
  const title = first(page, "h1");
  for (let around = title && parent(title), step = 0; around && step < 4; step += 1) {
    if (matches(around, "body, html")) return null;
    const holdsCard = [...cards].some((card) => Node.prototype.contains.call(around, card));
    const price = holdsCard ? null : priceOf(around);
    if (price || holdsCard) return price;
    around = parent(around);
  }
  return null;
}

/**
 * Labels count on a page that is about one product: one that declares itself, or one with a single
 * heading and a basket button of its own, where all labels of a kind then agree.
 */
function* labelledClaims(
  page: Document,
  apart: ReadonlySet<Element>,
  title: string,
  certain: boolean,
): Generator<void, Claims | null> {
  const body = first(page, "body");
  if (!body || !(certain || (title !== "" && (yield* sells(page, apart))))) return null;
  const claims = yield* labelledSteps(body, apart);
  const agree = claims.gtin.size <= 1 && claims.mpn.size <= 1 && claims.sku.size <= 1;
  return certain || agree ? claims : null;
}

const BUYING = /kurv|køb|bestil|basket|cart|\bbuy\b|\border\b|warenkorb|varukorg|handlekurv/i;

/** Whether the page has a basket button of its own, outside every card. */
function* sells(page: Document, cards: ReadonlySet<Element>): Generator<void, boolean> {
  const buttons = all(page, "button, input[type='submit'], [role='button'], a[class]", 1_500);
  for (const [index, button] of buttons.entries()) {
    if (index % 100 === 99) yield;
    if (!BUYING.test(text(button, 60) || attr(button, "value"))) continue;
    let node: Element | null = button;
    while (node && !cards.has(node)) node = parent(node);
    if (node === null && !closest(button, "nav, header, footer")) return true;
  }
  return false;
}

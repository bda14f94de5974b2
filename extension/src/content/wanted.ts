/**
 * From what a page shows to what is asked about: each place that wants a badge, and its item.
 */
import type { ScoreItem } from "../api";
import { all, first, text } from "../extract/dom";
import type { Extraction, Price } from "../extract/extraction";
import type { Identity } from "../extract/identity";

export interface Wanted {
  kind: "main" | "card" | "line";
  /** The card or the line; for the main product its title, null until that is looked for. */
  anchor: Element | null;
  image: Element | null;
  identity: Identity;
  /** The same product twice on a page is asked about once. */
  key: string;
  /** What the page shows of it; a price is only worked out when it is asked for. */
  shown: { readonly price: Price | null };
}

export function identityKey({ gtin, brand, mpn, sku, path }: Identity): string {
  return [gtin, brand, mpn, sku, path].join("\n");
}

/** The main product first, then lines and cards in the page's order. */
export function wantedOf({ main, cards, lines }: Extraction): Wanted[] {
  const of = (
    kind: Wanted["kind"],
    anchor: Element | null,
    image: Element | null,
    shown: Wanted["shown"] & { identity: Identity },
  ): Wanted => {
    const { identity } = shown;
    return { kind, anchor, image, identity, key: identityKey(identity), shown };
  };
  return [
    ...(main ? [of("main", null, main.image, main)] : []),
    ...lines.map((line) => of("line", line.element, null, line)),
    ...cards.map((card) => of("card", card.element, card.image, card)),
  ];
}

/** One item; the background lets the name out only where the settings say so. */
export function toItem(ref: string, identity: Identity): ScoreItem {
  const item: ScoreItem = { ref };
  for (const key of ["gtin", "brand", "mpn", "sku", "name"] as const) {
    const value = identity[key];
    if (value) item[key] = value.slice(0, 200);
  }
  if (identity.path && identity.path.length <= 500) item.path = identity.path;
  return item;
}

const seen = (heading: Element): boolean => {
  const { width, height } = heading.getBoundingClientRect();
  return width > 0 && height > 0;
};

/** The heading that names the product: the one that says its name, else the first that is seen. */
export function titleOf(page: Document, name: string): Element | null {
  const named = all(page, "h1, [itemprop='name'], h2", 200).filter((one) => text(one) !== "");
  const headings = named.filter(({ localName }) => localName === "h1").filter(seen);
  const among = headings.length > 0 ? headings : named.filter(seen);
  return among.find((heading) => name !== "" && text(heading) === name) ?? among[0] ?? null;
}

/** What a line's badge stands beside: the link that names the product, else the line itself. */
export function nameIn(line: Element): Element {
  const links = all(line, "a[href]", 10).filter((link) => text(link) !== "");
  return links[0] ?? first(line, "th, td, h2, h3, h4, p") ?? line;
}

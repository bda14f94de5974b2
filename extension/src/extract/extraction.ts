/**
 * What reading a page gives: its kind, its main product, its cards and its lines.
 */
import type { Adapter, PageKind } from "./format";
import type { Identity } from "./identity";

/** An amount as the page shows it; `currency` is an ISO code, or null where the page names none. */
export interface Price {
  amount: number;
  currency: string | null;
}

/** One product among others: in a listing, a search, a carousel. */
export interface Card {
  element: Element;
  /** Where the adapter says the picture is; null leaves it to be looked for. */
  image: Element | null;
  identity: Identity;
  price: Price | null;
}

/** One line of a basket or of a list to order from. */
export interface Line {
  element: Element;
  identity: Identity;
  /** In pieces, at least 1 in a basket; 0 is usual in a list that nothing was chosen in yet. */
  quantity: number;
  /** Of one piece. */
  price: Price | null;
  /** Of the whole line. */
  total: Price | null;
}

export interface Extraction {
  kind: PageKind | "other";
  /** The product the page is about, or null where it is about none or does not tell. */
  main: { identity: Identity; image: Element | null; price: Price | null } | null;
  cards: Card[];
  lines: Line[];
  /** The adapter that was used, if any. */
  adapter: Adapter | null;
}

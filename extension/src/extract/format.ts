/**
 * The adapter format: what a shop's pages need said of them, as data. See extension/shops/README.md.
 *
 * The same documents ship in extension/shops/ and come from the service's /api/v1/shops. Selectors
 * are CSS; a "field" may end in "@attribute" to read an attribute. Paths are patterns of a
 * pathname: "*" stands for any part of one segment, "**" for any number of segments, and "{sku}",
 * "{gtin}" or "{mpn}" for a segment's part that is that identifier. There are no regular
 * expressions and no code.
 */

export const PAGE_KINDS = ["product", "listing", "search", "list", "basket"] as const;
/** "list" is a list of lines to order from: quick-buy, order templates, earlier orders. */
export type PageKind = (typeof PAGE_KINDS)[number];

/** A page is of a kind where the selector matches or a path pattern fits; both, where both stand. */
export interface PageSign {
  match?: string;
  paths?: string[];
}

/** What an adapter's labels and fields announce. */
export const IDENTIFIERS = ["gtin", "mpn", "sku", "brand"] as const;

/** Selectors of fields by identifier. */
export interface FieldMap {
  [identifier: string]: string;
}

export interface Adapter {
  id: string;
  name: string;
  /** Hosts it is for; a host stands for its subdomains too. */
  hosts: string[];
  /** Or: a selector that only pages of this shop software match. */
  detect?: string;
  pages?: { [kind in PageKind]?: PageSign };
  product?: {
    root?: string;
    name?: string;
    image?: string;
    price?: string;
    /** Labels in the page's tables and lists, and the identifier each announces. */
    labels?: { [identifier: string]: string[] };
    fields?: FieldMap;
    /** Where the chosen variant's identifiers stand; they win over all others while they are there. */
    variant?: { fields: FieldMap };
  };
  listing?: {
    card: string;
    link?: string;
    name?: string;
    image?: string;
    price?: string;
    fields?: FieldMap;
  };
  /** Lines of a basket, an order list or a quick-buy list. */
  lines?: {
    line: string;
    link?: string;
    name?: string;
    quantity?: string;
    /** Price of one piece. */
    price?: string;
    /** Price of the whole line. */
    total?: string;
    fields?: FieldMap;
  };
  /** The button that puts a product in the basket, within its card or page. */
  add?: string;
}

/**
 * From what was pointed at to an adapter in the format of extract/format.ts.
 */
import { attr, first, matches, shopPath } from "../extract/dom";
import type { Adapter } from "../extract/format";

export type NumberKind = "gtin" | "mpn" | "sku";
export type PickKind = "name" | NumberKind | "price" | "card" | "link" | "image";

/** One thing pointed at: where it stands, as a selector or as a label, and what is read there. */
export interface Pick {
  kind: PickKind;
  element: Element;
  where: { selector: string } | { label: string };
  shown: string;
  /** For a card: all cards. */
  cards?: Element[];
}

/** An adapter for this host, before anything was pointed at. */
function blank(url: URL): Adapter {
  const host = url.host.replace(/^www\./, "");
  const id = host.replace(/[^a-z0-9]+/gi, "-").toLowerCase();
  return { id, name: host, hosts: [host] };
}

function selector(picks: Pick[], kind: PickKind): string | undefined {
  const pick = picks.find((one) => one.kind === kind);
  return pick && "selector" in pick.where ? pick.where.selector : undefined;
}

/** Object without its undefined values, so that the file holds what was chosen alone. */
function chosen<T extends object>(values: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T;
}

/** What only product pages hold: the place of a number, or of the table that it stands in. */
function productSign(picks: Pick[], place: (element: Element) => string | null) {
  // A product may be out of stock and without a price, and is a product still.
  const signs = picks.flatMap(({ kind, where, element }) => {
    if (kind === "price") return [];
    if ("selector" in where) return [where.selector];
    const table = element.closest("table, dl");
    const around = table && place(table);
    return around ? [around] : [];
  });
  return `body${signs.map((sign) => `:has(${sign})`).join("")}`;
}

/** One pattern for the paths of all products, such as "/vare/*"; null where nothing is common. */
export function pathPattern(paths: string[]): string | null {
  const all = paths.map((path) => path.split("/").slice(1));
  const length = Math.min(...all.map((parts) => parts.length));
  if (all.length < 2 || all.some((parts) => parts.length !== length)) return null;
  const parts = Array.from({ length }, (_, index) => {
    const [part = "", ...others] = all.map((one) => one[index] ?? "");
    return others.every((other) => other === part) && !/\d/.test(part) ? part : "*";
  });
  return parts.some((part) => part !== "*" && part !== "") && parts.includes("*")
    ? `/${parts.join("/")}`
    : null;
}

function linkedPaths(cards: Element[], link: string | undefined, url: URL): string[] {
  const found = cards.map((card) => {
    const one = link ? first(card, link) : matches(card, "a[href]") ? card : first(card, "a[href]");
    return one ? shopPath(attr(one, "href"), url) : null;
  });
  return found.filter((path) => path !== null);
}

function product(base: Adapter, picks: Pick[], place: (element: Element) => string | null) {
  const fields: Record<string, string> = {};
  const labels: Record<string, string[]> = {};
  for (const { kind, where } of picks) {
    if (kind !== "gtin" && kind !== "mpn" && kind !== "sku") continue;
    if ("label" in where) labels[kind] = [...(labels[kind] ?? []), where.label];
    else fields[kind] = where.selector;
  }
  const sign = { ...base.pages?.product, match: productSign(picks, place) };
  return {
    ...base,
    pages: { ...base.pages, product: sign },
    product: chosen<NonNullable<Adapter["product"]>>({
      name: selector(picks, "name"),
      price: selector(picks, "price"),
      labels: Object.keys(labels).length > 0 ? labels : undefined,
      fields: Object.keys(fields).length > 0 ? fields : undefined,
    }),
  };
}

function listing(base: Adapter, picks: Pick[], url: URL): Adapter {
  const card = selector(picks, "card") ?? "";
  const link = selector(picks, "link");
  const cards = picks.find(({ kind }) => kind === "card")?.cards ?? [];
  const pattern = pathPattern(linkedPaths(cards, link, url));
  const pages = { ...base.pages, listing: { match: card } };
  if (pattern) pages.product = { ...pages.product, paths: [pattern] };
  const image = selector(picks, "image");
  return {
    ...base,
    pages,
    listing: chosen<NonNullable<Adapter["listing"]>>({ card, link, image }),
  };
}

/** The draft with these picks in it; those of the other kind of page stay as they are. */
export function adapterOf(
  draft: Adapter | null,
  picks: Pick[],
  url: URL,
  place: (element: Element) => string | null,
): Adapter {
  const base = draft ?? blank(url);
  const isListing = picks.some(({ kind }) => kind === "card");
  return isListing ? listing(base, picks, url) : product(base, picks, place);
}

/**
 * What product pages have shown: a shop's paths and the identifiers that stood there.
 *
 * Many shops' listings hold links alone. Where the buyer has seen the product's own page, its
 * identifiers are known from there. Kept per shop as hash of path → identifiers, the oldest out
 * first, and never sent anywhere but with the item they belong to.
 */
import type { ScoreItem } from "../api";
import { put, read } from "../storage";
import { digest } from "./digest";
import { makeQueue } from "./queue";

const PER_SHOP = 2_000;
const SHOPS = 50;
const LONGEST = 100;
const SHOPS_KEY = "pathShops";

const KEYS = ["gtin", "mpn", "sku", "brand"] as const;
type Known = { [key in (typeof KEYS)[number]]?: string };

const keyOf = (shop: string): string => `paths:${shop}`;
const inTurn = makeQueue();

/** Entries as stored, oldest first: lists, because an object's keys come back sorted. */
function entriesOf(stored: unknown): Map<string, Known> {
  const entries = new Map<string, Known>();
  for (const entry of Array.isArray(stored) ? stored : []) {
    if (!Array.isArray(entry) || !entry.every((part) => typeof part === "string")) continue;
    const [hash, ...values] = entry as string[];
    if (hash)
      entries.set(
        hash,
        known((key) => values[KEYS.indexOf(key)]),
      );
  }
  return entries;
}

function known(value: (key: keyof Known) => string | undefined): Known {
  const found: Known = {};
  for (const key of KEYS) {
    const text = value(key);
    if (text && text.length <= LONGEST) found[key] = text;
  }
  return found;
}

function same(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** Whether nothing that both name differs, and at least one number is the same. */
function agree(one: Known, other: Known): boolean {
  const shared = KEYS.filter((key) => one[key] && other[key]);
  return (
    shared.some((key) => key !== "brand") &&
    shared.every((key) => same(one[key] ?? "", other[key] ?? ""))
  );
}

const numbered = ({ gtin, mpn, sku }: Known): boolean => Boolean(gtin || mpn || sku);
const worthKnowing = ({ gtin, brand, mpn, sku }: Known): boolean =>
  Boolean(gtin || (brand && mpn) || sku);

/** Remember a product page's own product. One that contradicts what was known there replaces it. */
export function learn(shop: string, item: ScoreItem): Promise<void> {
  return inTurn(async () => {
    const seen = known((key) => item[key]);
    if (!item.path || !worthKnowing(seen)) return;
    const hash = await digest(shop, item.path);
    const stored = await read([keyOf(shop), SHOPS_KEY]);
    const entries = entriesOf(stored[keyOf(shop)]);
    const before = entries.get(hash);
    entries.delete(hash);
    entries.set(hash, before && agree(before, seen) ? { ...before, ...seen } : seen);
    const shops = shopsOf(stored[SHOPS_KEY]).filter((other) => other !== shop);
    const left = shops.splice(0, Math.max(0, shops.length - (SHOPS - 1)));
    if (left.length > 0) await chrome.storage.local.remove(left.map(keyOf));
    const rows = [...entries].map(([key, of]) => [key, ...KEYS.map((name) => of[name] ?? "")]);
    await put({ [keyOf(shop)]: rows.slice(-PER_SHOP), [SHOPS_KEY]: [...shops, shop] });
  });
}

function shopsOf(stored: unknown): string[] {
  return Array.isArray(stored) ? stored.filter((shop) => typeof shop === "string") : [];
}

/**
 * Items as they came, those with a path completed with what its page showed. What an item itself
 * says is never changed, and where it names other numbers than the page did nothing is added.
 */
export async function complete(shop: string, items: ScoreItem[]): Promise<ScoreItem[]> {
  if (items.every(({ gtin, path }) => gtin || !path)) return items;
  const entries = entriesOf((await read([keyOf(shop)]))[keyOf(shop)]);
  if (entries.size === 0) return items;
  return Promise.all(
    items.map(async (item) => {
      if (item.gtin || !item.path) return item;
      const found = entries.get(await digest(shop, item.path));
      if (!found) return item;
      const brands = !item.brand || !found.brand || same(item.brand, found.brand);
      const fits = numbered(item) ? agree(item, found) : brands;
      return fits ? { ...found, ...item } : item;
    }),
  );
}

/** Forget what one shop's pages showed, or all shops'. */
export function forgetPaths(shop: string | null): Promise<void> {
  return inTurn(async () => {
    const shops = shopsOf((await read([SHOPS_KEY]))[SHOPS_KEY]);
    const gone = shop === null ? shops : [shop];
    await chrome.storage.local.remove(gone.map(keyOf));
    await put({ [SHOPS_KEY]: shops.filter((other) => !gone.includes(other)) });
  });
}

/**
 * What leaves the browser: a page's items, cut down to the fields that are sent.
 */
import type { ScoreItem } from "../api";
import { safePath } from "../guard";

const MAX_ITEMS = 100;
const TEXT_LIMIT = 200;
const REF_LIMIT = 64;

const IDENTIFIERS = ["gtin", "brand", "mpn", "sku"] as const;

/** One item with the only fields that are sent, copied one by one; null where it is none. */
function copy(value: unknown, sendNames: boolean): ScoreItem | null {
  if (typeof value !== "object" || value === null) return null;
  const item = value as Partial<Record<keyof ScoreItem, unknown>>;
  if (typeof item.ref !== "string" || item.ref === "") return null;
  const sent: ScoreItem = { ref: item.ref.slice(0, REF_LIMIT) };
  for (const key of sendNames ? ([...IDENTIFIERS, "name"] as const) : IDENTIFIERS) {
    const text = item[key];
    if (typeof text === "string" && text !== "") sent[key] = text.slice(0, TEXT_LIMIT);
  }
  const path = safePath(item.path);
  if (path && !/[?#]/.test(path)) sent.path = path;
  return sent;
}

/** The items of a page that may be sent, at most a hundred. */
export function outgoing(items: unknown[], sendNames: boolean): ScoreItem[] {
  return items
    .slice(0, MAX_ITEMS)
    .map((item) => copy(item, sendNames))
    .filter((item) => item !== null);
}

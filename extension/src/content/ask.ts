/**
 * From what a page shows to the items that are asked about, and the question itself.
 */
import type { ScoreItem } from "../api";
import type { Identity } from "../extract/identity";
import type { ScoreAnswer, ScoreMessage } from "../messages";

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

/** The same product twice on a page is asked about once. */
export function identityKey({ gtin, brand, mpn, sku, path }: Identity): string {
  return JSON.stringify([gtin, brand, mpn, sku, path]);
}

/** Ask the background worker; null where the extension was updated or removed under us. */
export async function ask(items: ScoreItem[]): Promise<ScoreAnswer | null> {
  const message: ScoreMessage = { type: "score", items };
  try {
    return ((await chrome.runtime.sendMessage(message)) as ScoreAnswer | undefined) ?? null;
  } catch {
    return null;
  }
}

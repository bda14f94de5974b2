/**
 * The answer to a page's first word: whether to look at it, and how. One read, no network.
 */
import type { Hello } from "../messages";
import { gate } from "./gate";
import { tray } from "./session";
import { adaptersFor, keepFresh } from "./shops";

export async function hello(page: URL, tabId: number): Promise<Hello> {
  const [{ on, settings, language }, { compare, added }] = await Promise.all([
    gate(page),
    tray(tabId, page.host),
  ]);
  const pending = added !== null || compare.length > 0;
  const { contrast, swaps } = settings;
  const adapters = on ? await adaptersFor(page.host) : [];
  keepFresh();
  return { on, language, contrast, swaps, pending, adapters };
}

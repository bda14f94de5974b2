/**
 * The answer to a page's first word: whether to look at it, and how. One read, no network.
 */
import type { Hello } from "../messages";
import { gate } from "./gate";
import { adaptersFor, refreshShops, SHOPS_KEY } from "./shops";

export async function hello(page: URL): Promise<Hello> {
  const { on, settings, language, stored } = await gate(page, SHOPS_KEY);
  const { contrast, swaps } = settings;
  const adapters = on ? adaptersFor(stored[SHOPS_KEY], settings, page.host) : [];
  void refreshShops().catch(() => undefined);
  return { on, language, contrast, swaps, adapters };
}

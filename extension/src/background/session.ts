/**
 * What is kept while the browser is open, and never on disk: swaps that were offered, and each
 * tab's tray.
 */
import type { ScoredItem } from "../api";
import { readItem } from "../guard";
import type { Tray } from "../messages";
import { digest } from "./digest";
import { makeQueue } from "./queue";

const MAX_OFFERS = 500;
const MAX_COMPARED = 4;
const LONGEST_LINE = 500;

const inTurn = makeQueue();

/** Whether this is the first time in this session that a swap is offered for a line of a shop. */
export function firstOffer(shop: string, line: string): Promise<boolean> {
  return inTurn(async () => {
    const hash = await digest(shop, line.slice(0, LONGEST_LINE));
    const { offers } = await chrome.storage.session.get("offers");
    const made: unknown[] = Array.isArray(offers) ? offers : [];
    if (made.includes(hash)) return false;
    await chrome.storage.session.set({ offers: [...made, hash].slice(-MAX_OFFERS) });
    return true;
  });
}

const tabPrefix = (tabId: number): string => `tray:${tabId}:`;

/** Read a tray as hostile input; what does not fit is left out. */
function readTray(value: unknown): Tray {
  const { compare, added } = (typeof value === "object" && value !== null ? value : {}) as {
    compare?: unknown;
    added?: unknown;
  };
  const compared = Array.isArray(compare) ? compare.slice(0, MAX_COMPARED).map(readItem) : [];
  return {
    compare: compared.filter((item): item is ScoredItem => item !== null),
    added: readItem(added),
  };
}

/** A tab's tray for a shop, after it was changed to `change` where that is given. */
export function tray(tabId: number, shop: string, change: unknown): Promise<Tray> {
  const key = tabPrefix(tabId) + shop;
  return inTurn(async () => {
    if (change === undefined) return readTray((await chrome.storage.session.get(key))[key]);
    const next = readTray(change);
    await chrome.storage.session.set({ [key]: next });
    return next;
  });
}

/** Drop the trays of a tab that was closed. */
export function dropTrays(tabId: number): Promise<void> {
  return inTurn(async () => {
    const stored = Object.keys(await chrome.storage.session.get(null));
    await chrome.storage.session.remove(stored.filter((key) => key.startsWith(tabPrefix(tabId))));
  });
}

/** Forget everything of this session: offers, trays, and that the service did not answer. */
export function forgetSession(): Promise<void> {
  return inTurn(() => chrome.storage.session.clear());
}

/**
 * The tray as the page knows it: what was picked for comparison, and what was just added.
 */
import type { ScoredItem } from "../api";
import type { Price } from "../extract/extraction";
import type { Tray } from "../messages";
import { EMPTY_TRAY, type Port } from "./port";

export const MOST_COMPARED = 4;

/** What came of picking a product: it was added, was there already, or there was no room. */
export type PickResult = "added" | "there" | "full";

/** What tells a product from the next, also on another page. */
export function productKey(item: ScoredItem): string {
  return item.product?.id || item.product?.name || "";
}

export class Picks {
  #tray: Tray = EMPTY_TRAY;
  #watchers = new Set<() => void>();

  /** What earlier pages of this tab left. */
  readonly ready: Promise<Tray>;

  constructor(private readonly port: Port) {
    this.ready = port.tray().then((left) => {
      // What was picked while the answer was under way stands.
      if (this.#tray === EMPTY_TRAY) this.#set(left);
      return left;
    });
  }

  get tray(): Tray {
    return this.#tray;
  }

  /** Call `changed` after each change until the signal is aborted. */
  watch(changed: () => void, signal: AbortSignal): void {
    this.#watchers.add(changed);
    signal.addEventListener("abort", () => this.#watchers.delete(changed), { once: true });
  }

  /** Note, or forget, the product last put in the basket. */
  added(item: ScoredItem | null): void {
    this.#put({ ...this.#tray, added: item });
  }

  /** Pick a product for comparison, at the price that the page shows. */
  pick(item: ScoredItem, price: Price | null): PickResult {
    const { compare } = this.#tray;
    if (compare.some((other) => productKey(other) === productKey(item))) return "there";
    if (compare.length >= MOST_COMPARED) return "full";
    this.#put({ ...this.#tray, compare: [...compare, { ...item, price }] });
    return "added";
  }

  /** Take a product out of the comparison; all of them where none is named. */
  drop(item?: ScoredItem): void {
    const kept = item ? this.#tray.compare.filter((other) => other !== item) : [];
    this.#put({ ...this.#tray, compare: kept });
  }

  /** The page goes on with what it knows; the background is told at the same time. */
  #put(tray: Tray): void {
    this.#set(tray);
    void this.port.tray(tray);
  }

  #set(tray: Tray): void {
    this.#tray = { ...tray, compare: tray.compare.slice(0, MOST_COMPARED) };
    for (const changed of this.#watchers) changed();
  }
}

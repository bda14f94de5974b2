/**
 * For tests and `make extract` alone, and kept out of the package: the current document as data.
 */

import { readAdapter } from "../extract/adapterguard";
import type { Price } from "../extract/extraction";
import { normaliseGtin } from "../extract/gtin";
import type { Identity } from "../extract/identity";
import { extract, extractSliced } from "../extract/index";
import { matchPath } from "../extract/paths";
import { parsePrice } from "../extract/price";
import { reading } from "../extract/reading";
import { SHOPS } from "../shops";
import { adapters, plain } from "./plain";

/** Let the browser do something else: a task of its own, not a microtask. */
function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

const harness = {
  /** Identities alone. */
  kompasExtract: (url: string): { main: Identity | null; cards: Identity[] } => {
    const { main, cards } = extract(document, new URL(url), SHOPS);
    return { main: main?.identity ?? null, cards: cards.map((card) => card.identity) };
  },
  /** All that is read, with adapters from outside before the packaged ones. */
  kompasRead: (url: string, outside: unknown[] = []) =>
    plain(extract(document, new URL(url), adapters(outside))),
  /** The same in slices, with the longest time between two pauses in milliseconds. */
  kompasSliced: async (url: string) => {
    let longest = 0;
    let pauses = 0;
    let began = performance.now();
    const measured = async (): Promise<void> => {
      longest = Math.max(longest, performance.now() - began);
      pauses += 1;
      await pause();
      began = performance.now();
    };
    const found = plain(await extractSliced(document, new URL(url), SHOPS, measured));
    longest = Math.max(longest, performance.now() - began);
    return { found, longest, pauses };
  },
  /** How long each piece of work took, in milliseconds. */
  kompasSteps: (url: string): number[] => {
    const steps = reading(document, new URL(url), SHOPS);
    const took: number[] = [];
    for (let done = false; !done; ) {
      const began = performance.now();
      done = steps.next().done === true;
      took.push(performance.now() - began);
    }
    return took;
  },
  kompasAdapter: (value: unknown) => readAdapter(value),
  kompasGtins: (values: string[]) => values.map(normaliseGtin),
  kompasPrices: (values: string[], bare: boolean): Array<Price | null> =>
    values.map((value) => parsePrice(value, bare)),
  kompasPaths: (pairs: Array<[string, string]>) =>
    pairs.map(([pattern, path]) => matchPath(pattern, path)),
  kompasShops: () => SHOPS.map((shop) => shop.id),
};

Object.assign(window, harness);

/**
 * For tests alone, and kept out of the package: extraction of the current document as plain data.
 */

import { normaliseGtin } from "./extract/gtin";
import type { Identity } from "./extract/identity";
import { extract } from "./extract/index";
import { SHOPS } from "./shops";

interface Harness {
  kompasExtract: (url: string) => { main: Identity | null; cards: Identity[] };
  kompasGtins: (values: string[]) => Array<string | null>;
  kompasShops: () => string[];
}

const harness: Harness = {
  kompasExtract: (url) => {
    const { main, cards } = extract(document, new URL(url), SHOPS);
    return { main: main?.identity ?? null, cards: cards.map((card) => card.identity) };
  },
  kompasGtins: (values) => values.map(normaliseGtin),
  kompasShops: () => SHOPS.map((shop) => shop.id),
};

Object.assign(window, harness);

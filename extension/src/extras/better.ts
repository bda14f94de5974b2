/**
 * Which alternatives are worth telling of, and what they cost in a basket.
 */
import type { Alternative, Grade, ScoredItem } from "../api";
import { type Choice, optimise } from "./optimise";
import { amountOf, chosen, currencyOf, type Entry } from "./sums";

/** Below this many points a swap is not worth a buyer's attention. */
const LEAST_GAIN = 5;

/** A better product whose grade and gain are known. */
export type Better = Alternative & { grade: Grade; gain: number };

const isBetter = (found: Alternative, than: Grade): found is Better =>
  found.grade !== null && found.grade < than && found.gain !== null && found.gain >= LEAST_GAIN;

/** The one swap to offer for a product that was chosen; null where its own grade is A or B. */
export function swapFor(item: ScoredItem): Better | null {
  const { grade } = item;
  if (grade === null || grade <= "B") return null;
  return item.alternatives.find((found) => isBetter(found, grade)) ?? null;
}

/** A line with the alternatives that could take its place. */
export interface Line extends Entry {
  alternatives: readonly Alternative[];
}

export interface Swap {
  line: Line;
  to: Alternative & { gain: number };
  /** Change of the line's price, in øre. */
  cost: number;
}

/** What an alternative changes in a line's price, in øre, piece for piece; null if unknown. */
function costOf(line: Line, to: Alternative): number | null {
  const [more, price] = [to.price_difference, line.price?.amount];
  const known = more ?? (to.price !== null && price !== undefined ? to.price - price : null);
  if (known === null) return null;
  const cost = Math.round(known * 100) * line.quantity;
  return Number.isSafeInteger(cost) && Math.abs(cost) <= 1e9 ? cost : null;
}

/**
 * The best swaps that keep within the basket's price.
 *
 * A swap's worth is its points times what the line costs: a buyer's influence follows the money, as
 * the municipality's own follow-up on spend does, and 10 points on 5,000 kr. of meat outweigh 40 on
 * a bag of salt. Only a better letter is a swap. A line without a price, or in another currency, is
 * left as it is.
 */
export function bestSwaps(lines: readonly Line[]): Swap[] {
  const taking = chosen(lines) as Line[];
  const currency = currencyOf(taking);
  const swaps = taking.map((line) => {
    const amount = amountOf(line, currency);
    if (!amount) return [];
    return line.alternatives.flatMap((to) => {
      const cost = costOf(line, to);
      const same = currency === null || to.currency === null || to.currency === currency;
      const lifts = to.grade !== null && (line.grade === null || to.grade < line.grade);
      if (cost === null || !same || !lifts) return [];
      if (to.gain === null || to.gain < LEAST_GAIN) return [];
      // Tenths of a point, of 100 at most, so that the sums stay whole and safe.
      const gain = Math.round(Math.min(to.gain, 100) * 10) * amount;
      return [{ line, to: { ...to, gain: to.gain }, cost, gain }];
    });
  });
  return optimise(swaps as Choice[][])
    .flatMap((at, line) => (at === null ? [] : (swaps[line]?.[at] ?? [])))
    .map(({ line, to, cost }) => ({ line, to, cost }));
}

/** The basket after these swaps: the same lines, with the new products' grades. */
export function swapped(lines: readonly Line[], swaps: readonly Swap[]): Line[] {
  return lines.map((line) => {
    const to = swaps.find((swap) => swap.line === line)?.to;
    return to ? { ...line, name: to.name, grade: to.grade } : line;
  });
}

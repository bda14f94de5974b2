/**
 * Adding up a basket: grade mix, climate footprint, organic share. Pure, and nothing leaves it.
 *
 * Whatever a line lacks is left out of that sum alone, and counted, so that it can be said.
 */
import type { Facts, Grade } from "../api";
import type { Price } from "../extract/extraction";

/** One line as it is summed; `facts` and `grade` are null where the product is not known. */
export interface Entry {
  name: string;
  grade: Grade | null;
  facts: Facts | null;
  quantity: number;
  /** Of one piece. */
  price: Price | null;
  /** Of the whole line. */
  total: Price | null;
}

/** A part of a whole, and how many of the lines in question had no figure. */
export interface Share {
  part: number;
  whole: number;
  missing: number;
}

export interface Sums {
  lines: number;
  grades: Map<Grade, number>;
  /** Lines without a letter. */
  ungraded: number;
  /** kg CO2e of all pieces; null where no line has a figure. */
  co2e: { low: number; value: number; high: number } | null;
  /** Names of the lines without a figure. */
  without: string[];
  /** Organic share of the food lines, in kg and in øre; null where there is no food. */
  organic: { kg: Share; kr: Share } | null;
  /** Lines without a usable price. */
  unpriced: number;
}

const MOST_PIECES = 100_000;
const MOST_MONEY = 10_000_000;

/** Lines that take part: a list to order from is full of lines with nothing chosen in them. */
export function chosen(entries: readonly Entry[]): Entry[] {
  return entries.filter(({ quantity }) => quantity > 0 && quantity <= MOST_PIECES);
}

/** The currency that the basket speaks: the first that is named; null where none is. */
export function currencyOf(entries: readonly Entry[]): string | null {
  const named = entries.map(({ total, price }) => total?.currency ?? price?.currency);
  return named.find((currency) => currency) ?? null;
}

/** A line's price in whole øre (hundredths); null without a price, or in another currency. */
export function amountOf(entry: Entry, currency: string | null): number | null {
  const { total, price, quantity } = entry;
  const said = total ?? price;
  if (!said || (said.currency !== null && currency !== null && said.currency !== currency)) {
    return null;
  }
  const amount = total ? total.amount : (price?.amount ?? 0) * quantity;
  return amount >= 0 && amount <= MOST_MONEY ? Math.round(amount * 100) : null;
}

/** kg CO2e of the lines that have a figure; its bounds are the sums of theirs. */
function footprintOf(lines: readonly Entry[]): Sums["co2e"] {
  let any = false;
  const sum = { low: 0, value: 0, high: 0 };
  for (const { facts, quantity } of lines) {
    if (!facts?.co2e) continue;
    any = true;
    for (const key of ["low", "value", "high"] as const) sum[key] += facts.co2e[key] * quantity;
  }
  return any ? sum : null;
}

function share(amounts: ReadonlyArray<readonly [organic: boolean, amount: number | null]>): Share {
  const sum: Share = { part: 0, whole: 0, missing: 0 };
  for (const [organic, amount] of amounts) {
    if (amount === null) sum.missing += 1;
    else {
      sum.whole += amount;
      if (organic) sum.part += amount;
    }
  }
  return sum;
}

/** Sum up the lines of a basket, of which those without pieces take no part. */
export function sumUp(entries: readonly Entry[]): Sums {
  const lines = chosen(entries);
  const currency = currencyOf(lines);
  const grades = new Map<Grade, number>();
  for (const { grade } of lines) {
    if (grade) grades.set(grade, (grades.get(grade) ?? 0) + 1);
  }
  const food = lines.filter(({ facts }) => facts !== null && facts.organic !== null);
  const isOrganic = ({ facts }: Entry): boolean => facts?.organic === true;
  const weight = ({ facts, quantity }: Entry) => (facts?.kg ? facts.kg * quantity : null);
  return {
    lines: lines.length,
    grades,
    ungraded: lines.filter(({ grade }) => grade === null).length,
    co2e: footprintOf(lines),
    without: lines.filter(({ facts }) => !facts?.co2e).map(({ name }) => name),
    organic:
      food.length === 0
        ? null
        : {
            kg: share(food.map((line) => [isOrganic(line), weight(line)])),
            kr: share(food.map((line) => [isOrganic(line), amountOf(line, currency)])),
          },
    unpriced: lines.filter((line) => amountOf(line, currency) === null).length,
  };
}

/** Percent in whole numbers, rounded down: 29.9 is not yet 30. Null of nothing. */
export function percentOf({ part, whole }: Share): number | null {
  return whole > 0 ? Math.floor((100 * part) / whole + 1e-9) : null;
}

/** The levels of Det Økologiske Spisemærke, in percent of kg or of kr. */
export const LEVELS = [
  ["gold", 90],
  ["silver", 60],
  ["bronze", 30],
] as const;
export type Level = (typeof LEVELS)[number][0];

/** The level that the better of the shares reaches; null below bronze. */
export function levelOf(organic: NonNullable<Sums["organic"]>): Level | null {
  const best = Math.max(percentOf(organic.kg) ?? 0, percentOf(organic.kr) ?? 0);
  return LEVELS.find(([, least]) => best >= least)?.[0] ?? null;
}

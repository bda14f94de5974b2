/**
 * A line's amounts: the price of one piece and of the whole line, where the page tells which is which.
 */
import { all, attr, childrenOf, closest, first, tag, text } from "./dom";
import type { Price } from "./extraction";
import { parsePrice } from "./price";
import { amountsIn, currentText, priceOf } from "./priceof";

const TOTAL =
  /\b(?:i\s?alt|ialt|total|sub-?total|sum|beløb|linjepris|line-?(?:price|total)|row-?total)\b/i;
const PIECE =
  /(?:\b(?:stk\.?-?\s?pris|stykpris|á|à|enhedspris|pris\s?(?:pr\.?\s?|\/\s?)stk|unit-?\s?price|price\s?each|each|item-?price|a-?pris)\b)/i;
const PRICE = /\b(?:pris|price)\b/i;
const LABELLED =
  "[data-title], [data-th], [data-label], [class*='total' i], [class*='price' i], [class*='pris' i], [class*='sum' i]";

export interface Amounts {
  price: Price | null;
  total: Price | null;
}

/** Read a line's amounts; each is null where it cannot be told from the other. */
export function readAmounts(line: Element, quantity: number): Amounts {
  const stated = tag(line) === "tr" ? byColumn(line) : { price: null, total: null };
  const named = stated.price || stated.total ? stated : byName(line);
  return checked(named.price || named.total ? named : byArithmetic(line, quantity), quantity);
}

/** What the table's headings say of its columns. */
function byColumn(row: Element): Amounts {
  const table = closest(row, "table");
  const header = table && first(table, "tr");
  if (!header || header === row) return { price: null, total: null };
  const headings = childrenOf(header, 30).map((cell) => text(cell));
  const cells = childrenOf(row, 30);
  if (headings.length !== cells.length) return { price: null, total: null };
  const at = (pattern: RegExp, but?: RegExp): Element | undefined =>
    cells.find((_, index) => {
      const heading = headings[index] ?? "";
      return pattern.test(heading) && !but?.test(heading);
    });
  const total = at(TOTAL);
  // A lone "Pris" may be of one piece or of all of them; beside a total it is of one.
  const piece = at(PIECE) ?? (total ? at(PRICE, TOTAL) : undefined);
  return { price: piece ? amount(piece) : null, total: total ? amount(total) : null };
}

/** What class names and data attributes say. */
function byName(line: Element): Amounts {
  const prices: Element[] = [];
  const totals: Element[] = [];
  for (const element of all(line, LABELLED, 40)) {
    const label = ["data-title", "data-th", "data-label"]
      .map((name) => attr(element, name))
      .join(" ");
    const words = `${label} ${attr(element, "class").replace(/[-_]/g, " ")}`;
    if (TOTAL.test(words)) totals.push(element);
    else if (PIECE.test(words) || PRICE.test(words)) prices.push(element);
  }
  const total = only(totals);
  return { price: total ? only(prices) : null, total };
}

function only(elements: Element[]): Price | null {
  const found = elements.flatMap((element) => amount(element) ?? []);
  const [one] = found;
  return one && found.every(({ amount: other }) => other === one.amount) ? one : null;
}

function amount(element: Element): Price | null {
  return priceOf(element) ?? parsePrice(currentText(element), true);
}

/** One amount for one piece; or two amounts of which one is the other times the quantity. */
function byArithmetic(line: Element, quantity: number): Amounts {
  if (quantity === 1) {
    const price = priceOf(line);
    return { price, total: price };
  }
  const different = new Map(amountsIn(line).map((found) => [found.amount, found]));
  const [one, other, ...more] = different.values();
  if (!one || !other || more.length > 0) return { price: null, total: null };
  const [price, total] = one.amount < other.amount ? [one, other] : [other, one];
  return sums(price, total, quantity) ? { price, total } : { price: null, total: null };
}

/** Whether a total is so many pieces, to a cent for each and half a per cent. */
function sums(price: Price, total: Price, quantity: number): boolean {
  const sum = price.amount * quantity;
  return Math.abs(sum - total.amount) <= 0.01 * quantity + 0.005 * sum;
}

/** Amounts that contradict the quantity are not both what they were taken for: neither stays. */
function checked({ price, total }: Amounts, quantity: number): Amounts {
  if (!price || !total || quantity <= 0) return { price, total };
  return sums(price, total, quantity) ? { price, total } : { price: null, total: null };
}

/**
 * What a product costs now, as its card, line or page shows it: old prices, unit prices and savings
 * are told from it, and where two amounts remain there is none.
 */
import { all, attr, matches, parent, rawText, tag, texts, within } from "./dom";
import type { Price } from "./extraction";
import { announcesAnother, parsePrice } from "./price";

const MAX_TEXTS = 200;
const A_PRICE = "[itemprop='price'], [class*='price' i], [class*='pris' i]";

/** Words in the class of an element whose amounts are not what the product costs now. */
const NOT_NOW =
  /(?:^|[-_\s])(?:old|was|before|foer|rrp|msrp|compare|strike[a-z]*|crossed|savings?|save|discount|rabat|spar|unit|per|kilo|basis|base|deposit|pant|shipping|fragt|installments?|monthly)(?:[-_\s]|$)/i;
/** Words that mean the old price where there is a new one, and the only price where there is none. */
const USUALLY = /(?:^|[-_\s])(?:regular|list|normal)(?:[-_\s]|$)/i;
const STRUCK = /^(?:del|s|strike)$/;
const DECIMALS = /sup|decimal|fraction|cent|oere|øre/i;
const MARK = /^(?:kr\.?|dkk|€|\$|£|eur|,-|sek|nok)$/i;

function isNotNow(element: Element, usual: boolean): boolean {
  if (STRUCK.test(tag(element))) return true;
  const words = attr(element, "class");
  if (words === "" || words.length > 300) return false;
  return NOT_NOW.test(words) || (!usual && USUALLY.test(words));
}

/** "95" in small letters beside "12". */
function isDecimals(node: Node, text: string): boolean {
  const holder = /^\d\d$/.test(text) ? parent(node) : null;
  return holder !== null && (tag(holder) === "sup" || DECIMALS.test(attr(holder, "class")));
}

/**
 * The texts under an element that may be about its price now, with what belongs together joined.
 * `usual` lets in what is called the usual price.
 */
function pieces(element: Element, usual: boolean): string[] {
  const found: string[] = [];
  const walker = texts(element);
  const verdicts = new Map<Element, boolean>();
  const out = (holder: Element | null): boolean => {
    if (!holder || holder === element) return false;
    const known = verdicts.get(holder);
    if (known !== undefined) return known;
    const verdict = isNotNow(holder, usual) || out(parent(holder));
    verdicts.set(holder, verdict);
    return verdict;
  };
  for (let count = 0; count < MAX_TEXTS; count += 1) {
    const node = walker.nextNode();
    if (!node) break;
    const raw = rawText(node);
    const text = raw.length > 300 ? "" : raw.trim();
    if (text === "" || out(parent(node))) continue;
    const before = found.at(-1) ?? "";
    if (isDecimals(node, text) && /\d[.,]?$/.test(before)) {
      found.splice(-1, 1, `${before.replace(/[.,]$/, "")}.${text}`);
    } else if (belongsTo(before, text)) {
      found.splice(-1, 1, `${before} ${text}`);
    } else {
      found.push(text);
    }
  }
  return found;
}

/** Whether a text goes on with what stands before it. */
function belongsTo(before: string, text: string): boolean {
  if (before === "" || before.length + text.length > 80) return false;
  if (MARK.test(text)) return /\d$/.test(before);
  if (/^(?:\/|pr\.?\s|per\s|[-–—]\s*\d|[-–—]$)/i.test(text)) return true;
  return MARK.test(before) || announcesAnother(before);
}

/** An element's text without what is struck through or said to be another price. */
export function currentText(element: Element): string {
  const now = pieces(element, false).join(" ");
  return /\d/.test(now) ? now : pieces(element, true).join(" ");
}

/**
 * The price that an element shows, or null where it shows several.
 *
 * Elements called a price come first, the outermost ones; without any, each text with an amount.
 */
export function priceOf(element: Element): Price | null {
  const named = matches(element, A_PRICE) ? [element] : all(element, A_PRICE, 12);
  const outer = named.filter((one) => !named.some((other) => other !== one && within(one, other)));
  const now = outer.filter((one) => !isNotNow(one, false));
  const shown = now.length > 0 ? now : outer.filter((one) => !isNotNow(one, true));
  const stated = shown.flatMap((one) => {
    const data = attr(one, "itemprop") === "price" ? attr(one, "content") : "";
    return data ? (parsePrice(data, true) ?? []) : amountsIn(one);
  });
  return stated.length > 0 || outer.length > 0 ? agree(stated) : agree(amountsIn(element));
}

/** The prices that the texts of an element name, each text by itself. */
export function amountsIn(element: Element): Price[] {
  const now = pieces(element, false).flatMap((text) => parsePrice(text) ?? []);
  return now.length > 0 ? now : pieces(element, true).flatMap((text) => parsePrice(text) ?? []);
}

/** Several prices are one where they are the same amount. */
function agree(prices: Price[]): Price | null {
  const [one] = prices;
  if (!one || prices.some(({ amount }) => amount !== one.amount)) return null;
  return prices.find(({ currency }) => currency !== null) ?? one;
}

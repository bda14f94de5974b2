/**
 * Amounts in the odd forms in which shops write them, read only where there is one way to read them.
 *
 * "1.234,50 kr.", "kr. 12,-", "DKK 99.95" and "12,95 kr./stk" are prices of one piece. "fra 99 kr",
 * "2 for 30,-", "99-149 kr" and "24,50 kr./kg" are not, and give null.
 */
import { tidy } from "./dom";
import type { Price } from "./extraction";

const LONGEST = 80;
const GREATEST = 10_000_000;

/** What a mark of currency stands for; "" where several countries use it. */
const CURRENCIES: ReadonlyMap<string, string> = new Map([
  ["dkk", "DKK"],
  ["eur", "EUR"],
  ["€", "EUR"],
  ["gbp", "GBP"],
  ["£", "GBP"],
  ["usd", "USD"],
  ["us$", "USD"],
  ["$", "USD"],
  ["sek", "SEK"],
  ["nok", "NOK"],
  ["isk", "ISK"],
  ["chf", "CHF"],
  ["pln", "PLN"],
  ["kr", ""],
  [",-", ""],
  [":-", ""],
]);
const MARK = String.raw`dkk|eur|gbp|usd|us\$|sek|nok|isk|chf|pln|kr(?![a-zæøå])\.?|[€£$]`;
const NUMBER = String.raw`\d{1,3}(?:[ '.,]\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d+(?:[.,]\d{1,2})?(?!\d)`;
const AMOUNT = new RegExp(
  String.raw`(?<before>${MARK})?\s?(?<number>${NUMBER})(?<dash>\s?[,:.][-–—]+)?\s?(?<after>${MARK})?`,
  "gi",
);

/** Words that say that an amount is not what one piece costs now. */
const OTHERWISE =
  /(?:^|[^a-zæøå])(?:fra|from|ab|op til|up to|spar|save|rabat|før|normalpris|førpris|vejl|listepris|was|original|rrp|ugl|fragt|levering|delivery|pant|deposit|mdr?|måned|month|rate)(?![a-zæøå])|%/i;
/** "2 for 30,-", "3 stk. 50 kr", "2 x 15". */
const SEVERAL =
  /\d\s*(?:for|stk\.?|x|×|pcs|pak)\s*(?:kr\.?|dkk|€)?\s*\d|\d\s*[-–—]\s*(?:kr\.?|dkk|€)?\s*\d/i;
/** What follows a unit price: a kilo, a litre, 100 grams; a piece is not among them. */
const PER_UNIT =
  /(?:\/|\bpr\.?\s|\bper\s)\s*\d*\s*(?:kg|kilo|g|gr|gram|l|ltr|liter|litre|ml|cl|dl|m|m2|m²|m3|meter|100|ark|vask|tab|md|mdr|måned|month|mo|år|year|bruger|user)\b/i;

/** Both marks are of thousands or of decimals by what follows: the last one before 1-2 digits. */
function amountOf(written: string): number | null {
  const bare = written.replace(/[ ']/g, "");
  const decimals = /[.,](\d{1,2})$/.exec(bare)?.[1] ?? "";
  const whole = decimals === "" ? bare : bare.slice(0, -decimals.length - 1);
  // Two different marks of thousands, or the decimal mark among them, are nobody's way to write.
  const marks = new Set(whole.match(/[.,]/g) ?? []);
  if (marks.size > 1 || (decimals !== "" && marks.has(bare.at(-decimals.length - 1) ?? ""))) {
    return null;
  }
  const amount = Number(`${whole.replace(/[.,]/g, "")}.${decimals || "0"}`);
  return amount > 0 && amount < GREATEST ? amount : null;
}

/** Whether a text without an amount says that the next one is not what a piece costs now. */
export function announcesAnother(text: string): boolean {
  return OTHERWISE.test(text) || /(?:\bfor|\bx|×|stk\.?|[-–—])$/i.test(text);
}

/** A mark's ISO code, or null where it has none by itself. */
export function currencyOf(mark: string): string | null {
  return CURRENCIES.get(mark.toLowerCase().replace(/\.$/, "")) || null;
}

/**
 * The one amount that a text names, or null.
 *
 * `bare` says that the text is known to be a price, so that it needs no mark of currency.
 */
export function parsePrice(written: string, bare = false): Price | null {
  const text = tidy(written);
  if (text === "" || text.length > LONGEST || !/\d/.test(text)) return null;
  if (OTHERWISE.test(text) || SEVERAL.test(text) || PER_UNIT.test(text)) return null;
  const found: Price[] = [];
  let numbers = 0;
  for (const { groups = {}, index = 0 } of text.matchAll(AMOUNT)) {
    numbers += 1;
    const mark = groups.before ?? groups.after ?? (groups.dash ? ",-" : "");
    // "12 95 kr" may be 12.95 or two numbers; "1.2345" is no amount; "-5 kr" takes away.
    if (/[\d.,\-−–][ ]?$/.test(text.slice(0, index))) return null;
    if (mark === "" && !bare) continue;
    const amount = amountOf(groups.number ?? "");
    if (amount === null) return null;
    found.push({ amount, currency: currencyOf(mark) });
  }
  const [price] = found;
  return found.length === 1 && price && (!bare || numbers === 1) ? price : null;
}

const BY_LANGUAGE: ReadonlyMap<string, string> = new Map([
  ["da", "DKK"],
  ["dk", "DKK"],
  ["sv", "SEK"],
  ["se", "SEK"],
  ["no", "NOK"],
  ["nb", "NOK"],
  ["nn", "NOK"],
]);

/** What "kr." means on a page in this language, in a shop of this host; null elsewhere. */
export function localCurrency(language: string, host: string): string | null {
  const country = BY_LANGUAGE.get(host.split(".").at(-1) ?? "");
  return country ?? BY_LANGUAGE.get(language.slice(0, 2).toLowerCase()) ?? null;
}

/** A price with the page's own currency where it names none. */
export function inCurrency(price: Price | null, local: string | null): Price | null {
  return price && price.currency === null ? { amount: price.amount, currency: local } : price;
}

/** An amount from data, where "." is the decimal mark: "1234.50", 1234.5. */
export function dataPrice(written: string, currency: string): Price | null {
  const code = /^[A-Z]{3}$/.test(currency) ? currency : null;
  if (!/^\d{1,9}(?:\.\d{1,6})?$/.test(written)) {
    const price = parsePrice(written, true);
    return price && { amount: price.amount, currency: code ?? price.currency };
  }
  const amount = Number(written);
  return amount > 0 && amount < GREATEST ? { amount, currency: code } : null;
}

/**
 * The words of swap, basket, sorting and comparison, Danish first.
 */
import type { Language } from "../messages";
import { type Formats, formats, WORDS, type Words } from "./words";

export interface ExtraWords {
  dock: string;
  basket: string;
  orderList: string;
  short: string;
  // The swap.
  offer: string;
  chose: (name: string, grade: string) => string;
  instead: (name: string, grade: string, difference: string) => string;
  priceUnknown: string;
  see: (name: string) => string;
  keep: (name: string) => string;
  // The basket.
  mix: string;
  mixOf: (parts: string) => string;
  ofGrade: (count: number, grade: string) => string;
  ungraded: (count: number) => string;
  co2e: string;
  kilos: (value: string) => string;
  between: (low: string, high: string) => string;
  noFigure: string;
  without: (names: string) => string;
  others: (count: number) => string;
  organic: string;
  byKilo: string;
  byMoney: string;
  unknownShare: string;
  level: Record<"none" | "bronze" | "silver" | "gold", string>;
  levels: string;
  missingKilos: (count: number) => string;
  unpriced: (count: number) => string;
  swaps: string;
  swapTo: string;
  swapsDo: (count: number, total: string) => string;
  pieceNote: string;
  noSwaps: string;
  after: string;
  // Sorting.
  sort: string;
  unsort: string;
  sorted: string;
  unsorted: string;
  sortLost: string;
  // Comparison.
  compare: string;
  compareCount: (count: number) => string;
  comparing: string;
  picked: (name: string, count: number) => string;
  there: string;
  full: string;
  removed: (name: string) => string;
  remove: (name: string) => string;
  clear: string;
  emptyCompare: string;
  grade: string;
  points: string;
  price: string;
  alternative: string;
  none: string;
  // The panel.
  stale: (when: string) => string;
  today: (time: string) => string;
  yesterday: (time: string) => string;
  onDay: (day: string, time: string) => string;
}

const da: ExtraWords = {
  dock: "Kommunens indkøbsscore for denne side",
  basket: "Kurvens indkøbsscore",
  orderList: "Listens indkøbsscore",
  short: "Indkøbsscore",
  offer: "Vil du bytte?",
  chose: (name, grade) => `Du valgte ${name} (${grade}).`,
  instead: (name, grade, difference) => `${name} har ${grade}: ${difference}.`,
  priceUnknown: "prisforskellen kendes ikke",
  see: (name) => `Se ${name}`,
  keep: (name) => `Behold ${name}`,
  mix: "Fordeling på score",
  mixOf: (parts) => `Linjer efter score: ${parts}`,
  ofGrade: (count, grade) => `${count} med ${grade}`,
  ungraded: (count) => `${count} uden bogstav`,
  co2e: "Klimaaftryk",
  kilos: (value) => `${value} kg CO2e`,
  between: (low, high) => `mellem ${low} og ${high}`,
  noFigure: "Der er ingen tal for varerne i kurven.",
  without: (names) => `Uden tal: ${names}.`,
  others: (count) => (count === 1 ? "1 anden" : `${count} andre`),
  organic: "Økologi i denne kurv",
  byKilo: "i kg",
  byMoney: "i kr.",
  unknownShare: "kendes ikke",
  level: {
    none: "Under bronze i denne kurv.",
    bronze: "På bronze i denne kurv.",
    silver: "På sølv i denne kurv.",
    gold: "På guld i denne kurv.",
  },
  levels:
    "Det Økologiske Spisemærke: bronze 30 %, sølv 60 %, guld 90 %, i kg eller kr. over tre måneder.",
  missingKilos: (count) =>
    count === 1
      ? "1 fødevare uden vægt er ikke med i kg."
      : `${count} fødevarer uden vægt er ikke med i kg.`,
  unpriced: (count) =>
    count === 1
      ? "1 linje uden pris er ikke med i kr."
      : `${count} linjer uden pris er ikke med i kr.`,
  swaps: "Bedre valg inden for samme pris",
  swapTo: "Byt til",
  swapsDo: (count, total) => `${count === 1 ? "1 bytte" : `${count} bytter`}, i alt ${total}`,
  pieceNote: "Regnet stk. for stk. Pakkerne kan have forskellig størrelse.",
  noSwaps: "Der er ingen bytter, der holder sig inden for kurvens pris.",
  after: "Fordelingen efter bytterne",
  sort: "Sortér efter score",
  unsort: "Butikkens rækkefølge",
  sorted: "Sorteret efter kommunens indkøbsscore, bedste først",
  unsorted: "Varerne står igen i butikkens rækkefølge",
  sortLost: "Butikken har vist varerne på ny. De står i butikkens rækkefølge",
  compare: "Sammenlign",
  compareCount: (count) => `Sammenlign (${count})`,
  comparing: "Sammenligning af varer",
  picked: (name, count) => `${name} er med i sammenligningen (${count} af 4).`,
  there: "Varen er allerede med i sammenligningen.",
  full: "Der er plads til fire varer. Fjern en fra sammenligningen først.",
  removed: (name) => `${name} er fjernet fra sammenligningen`,
  remove: (name) => `Fjern ${name}`,
  clear: "Fjern alle",
  emptyCompare: "Der er ingen varer at sammenligne. Åbn en score, og vælg Sammenlign.",
  grade: "Score",
  points: "Point",
  price: "Pris på siden",
  alternative: "Bedre alternativ",
  none: "ingen",
  stale: (when) => `Tjenesten kan ikke nås. Scoren er fra ${when}.`,
  today: (time) => `i dag kl. ${time}`,
  yesterday: (time) => `i går kl. ${time}`,
  onDay: (day, time) => `${day} kl. ${time}`,
};

const en: ExtraWords = {
  dock: "The municipality's purchasing score for this page",
  basket: "The basket's purchasing score",
  orderList: "The list's purchasing score",
  short: "Purchasing score",
  offer: "Would you swap?",
  chose: (name, grade) => `You chose ${name} (${grade}).`,
  instead: (name, grade, difference) => `${name} has ${grade}: ${difference}.`,
  priceUnknown: "the price difference is not known",
  see: (name) => `See ${name}`,
  keep: (name) => `Keep ${name}`,
  mix: "Spread over the scores",
  mixOf: (parts) => `Lines by score: ${parts}`,
  ofGrade: (count, grade) => `${count} with ${grade}`,
  ungraded: (count) => `${count} without a letter`,
  co2e: "Climate footprint",
  kilos: (value) => `${value} kg CO2e`,
  between: (low, high) => `between ${low} and ${high}`,
  noFigure: "There are no figures for what is in the basket.",
  without: (names) => `Without a figure: ${names}.`,
  others: (count) => (count === 1 ? "1 other" : `${count} others`),
  organic: "Organic in this basket",
  byKilo: "by kg",
  byMoney: "by kr",
  unknownShare: "not known",
  level: {
    none: "Below bronze in this basket.",
    bronze: "At bronze in this basket.",
    silver: "At silver in this basket.",
    gold: "At gold in this basket.",
  },
  levels:
    "The Danish Organic Cuisine Label: bronze 30%, silver 60%, gold 90%, by kg or kr over three months.",
  missingKilos: (count) =>
    count === 1
      ? "1 food without a weight is left out of the kg."
      : `${count} foods without a weight are left out of the kg.`,
  unpriced: (count) =>
    count === 1
      ? "1 line without a price is left out of the kr."
      : `${count} lines without a price are left out of the kr.`,
  swaps: "Better choices at the same price",
  swapTo: "Swap for",
  swapsDo: (count, total) => `${count === 1 ? "1 swap" : `${count} swaps`}, in all ${total}`,
  pieceNote: "Counted piece for piece. Packs may differ in size.",
  noSwaps: "No swaps keep within the basket's price.",
  after: "The spread after the swaps",
  sort: "Sort by score",
  unsort: "The shop's order",
  sorted: "Sorted by the municipality's purchasing score, best first",
  unsorted: "The products are in the shop's order again",
  sortLost: "The shop has shown its products anew. They are in the shop's order",
  compare: "Compare",
  compareCount: (count) => `Compare (${count})`,
  comparing: "Products compared",
  picked: (name, count) => `${name} is in the comparison (${count} of 4).`,
  there: "The product is in the comparison already.",
  full: "There is room for four products. Remove one from the comparison first.",
  removed: (name) => `${name} was removed from the comparison`,
  remove: (name) => `Remove ${name}`,
  clear: "Remove all",
  emptyCompare: "There are no products to compare. Open a score and choose Compare.",
  grade: "Score",
  points: "Points",
  price: "Price on the page",
  alternative: "Better alternative",
  none: "none",
  stale: (when) => `The service cannot be reached. The score is from ${when}.`,
  today: (time) => `today at ${time}`,
  yesterday: (time) => `yesterday at ${time}`,
  onDay: (day, time) => `${day} at ${time}`,
};

export const EXTRA_WORDS: Record<Language, ExtraWords> = { da, en };

/** All that a part needs to speak. */
export interface Speech {
  language: Language;
  words: Words;
  extra: ExtraWords;
  format: Formats;
}

export function speechIn(language: Language): Speech {
  return {
    language,
    words: WORDS[language],
    extra: EXTRA_WORDS[language],
    format: formats(language),
  };
}

/** When an answer was given, in the words of somebody who looks at the clock `now`. */
export function whenSaid(at: number, now: number, { language, extra }: Speech): string {
  const locale = language === "da" ? "da-DK" : "en-GB";
  const then = new Date(at);
  if (Number.isNaN(then.getTime())) return "–";
  const time = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit" }).format(then);
  const yesterday = new Date(now);
  yesterday.setDate(yesterday.getDate() - 1);
  if (then.toDateString() === new Date(now).toDateString()) return extra.today(time);
  if (then.toDateString() === yesterday.toDateString()) return extra.yesterday(time);
  return extra.onDay(new Intl.DateTimeFormat(locale, { dateStyle: "long" }).format(then), time);
}

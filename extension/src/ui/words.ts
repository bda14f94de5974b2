/**
 * Every word the user meets in a shop, Danish first. Rules of wording: docs/how-we-score.md.
 */
import type { Confidence, Rung } from "../api";
import type { Language, Problem } from "../messages";

export interface Words {
  score: string;
  shortScore: string;
  close: string;
  demo: string;
  unknown: string;
  rangeTo: (best: string, worst: string) => string;
  badge: (what: string, sure: string | null, product: string | null) => string;
  badgeProblem: string;
  /** Beside a badge without a score, and on one whose answer is from before. */
  cannotShow: string;
  stale: string;
  scale: (what: string) => string;
  couldBe: (change: string) => string;
  points: (score: string) => string;
  pointsBetween: (score: string, low: string, high: string) => string;
  why: string;
  contribution: (points: string) => string;
  labels: string;
  issuer: string;
  licence: string;
  validTo: (date: string) => string;
  expired: (date: string) => string;
  certainty: string;
  confidence: Record<Confidence, string>;
  unknownProduct: string;
  rung: Record<Rung, string>;
  coverage: (percent: string) => string;
  alternatives: string;
  samePrice: string;
  dearer: (amount: string) => string;
  cheaper: (amount: string) => string;
  perUnit: (amount: string, unit: string) => string;
  wholeItem: (difference: string) => string;
  gain: (points: string) => string;
  status: Record<string, string>;
  how: string;
  howText: string;
  rules: (name: string, date: string) => string;
  problem: Record<Exclude<Problem, "off">, [title: string, advice: string]>;
}

const da: Words = {
  score: "Kommunens indkøbsscore",
  shortScore: "Indkøbsscore",
  close: "Luk",
  demo: "Opdigtet demovare",
  unknown: "ikke nok data",
  rangeTo: (best, worst) => `mellem ${best} og ${worst}`,
  badge: (what, sure, product) =>
    `Kommunens indkøbsscore ${what}${sure ? `, ${sure}` : ""}. Vis begrundelse${product ? ` for ${product}` : ""}`,
  badgeProblem: "Kommunens indkøbsscore kan ikke vises lige nu. Vis hvorfor",
  cannotShow: "kan ikke vises",
  stale: "fra tidligere",
  scale: (what) => `På skalaen fra A (bedst) til E: ${what}`,
  couldBe: (change) => `Kunne blive ${change}`,
  points: (score) => `${score} af 100 point`,
  pointsBetween: (score, low, high) => `${score} af 100 point (mellem ${low} og ${high})`,
  why: "Det tæller med",
  contribution: (points) => `${points} point`,
  labels: "Mærker og certifikater",
  issuer: "Udstedt af",
  licence: "Licens",
  validTo: (date) => `Gælder til ${date}`,
  expired: (date) => `Udløb ${date} og tæller ikke med`,
  certainty: "Hvor sikkert er det?",
  confidence: {
    high: "høj sikkerhed",
    good: "god sikkerhed",
    medium: "nogen sikkerhed",
    low: "lav sikkerhed",
    none: "for få data",
  },
  unknownProduct: "Ukendt vare",
  rung: {
    gtin: "Varen er genkendt på sin stregkode (GTIN).",
    mpn: "Varen er genkendt på mærke og producentens varenummer.",
    sku: "Varen er genkendt på butikkens varenummer.",
    url: "Varen er genkendt på sin adresse i butikken.",
    machine_type: "Varen er genkendt på sin maskintype; udstyret kan variere inden for typen.",
    family: "Varen er genkendt på serie og generation; modellerne i serien kan variere.",
    group: "Kun varegruppen er genkendt, så scoren er et spænd for gruppen.",
    none: "Varen findes ikke i kommunens katalog.",
  },
  coverage: (percent) => `Der er data for ${percent} af det, der tæller med.`,
  alternatives: "Bedre alternativer i denne butik",
  samePrice: "samme pris",
  dearer: (amount) => `${amount} dyrere`,
  cheaper: (amount) => `${amount} billigere`,
  perUnit: (amount, unit) => `${amount} pr. ${unit}`,
  wholeItem: (difference) => `hele varen: ${difference}`,
  gain: (points) => `+${points} point`,
  status: {
    measured: "målt værdi",
    supplier: "leverandørens tal",
    typical: "typisk værdi for varegruppen",
    assumed: "antaget værdi",
  },
  how: "Sådan beregnes scoren",
  howText:
    "Hvert kriterium giver point fra 0 til 100 efter kommunens regler og vægtes sammen. Hvor mange point der skal til et bogstav, afhænger af varegruppen. Mangler der data, gættes der ikke: så vises et spænd eller slet intet bogstav. Scoren er en hjælp til indkøb og erstatter ikke en miljømærkning.",
  rules: (name, date) => `Regelsæt ${name}. Data fra ${date}.`,
  problem: {
    unreachable: [
      "Scoren kan ikke hentes lige nu",
      "Tjenesten svarer ikke. Du kan handle videre som normalt; prøv at genindlæse siden om lidt.",
    ],
    slow: [
      "Scoren kan ikke hentes lige nu",
      "Tjenesten er for længe om at svare. Du kan handle videre som normalt; prøv igen om lidt.",
    ],
    nonsense: [
      "Scoren kan ikke læses",
      "Tjenesten gav et svar, som ikke kan bruges. Sig det gerne til kommunens IT-afdeling.",
    ],
    snapshot_expired: [
      "Scoren er for gammel til at blive vist",
      "Kommunens data er udløbet og skal udgives igen. Indtil da vises der ingen score.",
    ],
    snapshot_missing: [
      "Der er ingen score endnu",
      "Kommunen har ikke udgivet sine data endnu. Badges kommer af sig selv, når det er sket.",
    ],
    refused: [
      "Der er ikke adgang til scoren",
      "Tjenesten afviste adgangsnøglen. Ret den under udvidelsens indstillinger, eller spørg IT.",
    ],
    rejected: [
      "Scoren kan ikke hentes for denne side",
      "Tjenesten kunne ikke læse forespørgslen. Sig det gerne til kommunens IT-afdeling.",
    ],
  },
};

const en: Words = {
  score: "The municipality's purchasing score",
  shortScore: "Purchasing score",
  close: "Close",
  demo: "Invented demo product",
  unknown: "not enough data",
  rangeTo: (best, worst) => `between ${best} and ${worst}`,
  badge: (what, sure, product) =>
    `The municipality's purchasing score ${what}${sure ? `, ${sure}` : ""}. Show the reasons${product ? ` for ${product}` : ""}`,
  badgeProblem: "The municipality's purchasing score cannot be shown right now. Show why",
  cannotShow: "cannot be shown",
  stale: "from earlier",
  scale: (what) => `On the scale from A (best) to E: ${what}`,
  couldBe: (change) => `Could be ${change}`,
  points: (score) => `${score} of 100 points`,
  pointsBetween: (score, low, high) => `${score} of 100 points (between ${low} and ${high})`,
  why: "What counts",
  contribution: (points) => `${points} points`,
  labels: "Labels and certificates",
  issuer: "Issued by",
  licence: "Licence",
  validTo: (date) => `Valid to ${date}`,
  expired: (date) => `Expired ${date} and does not count`,
  certainty: "How sure is it?",
  confidence: {
    high: "high confidence",
    good: "good confidence",
    medium: "some confidence",
    low: "low confidence",
    none: "too little data",
  },
  unknownProduct: "Unknown product",
  rung: {
    gtin: "The product was recognised by its bar code number (GTIN).",
    mpn: "The product was recognised by brand and the maker's part number.",
    sku: "The product was recognised by the shop's item number.",
    url: "The product was recognised by its address in the shop.",
    machine_type: "The product was recognised by its machine type; configurations may differ.",
    family: "The product was recognised by series and generation; models in it may differ.",
    group: "Only the product group was recognised, so the score is a range for the group.",
    none: "The product is not in the municipality's catalogue.",
  },
  coverage: (percent) => `There is data for ${percent} of what counts.`,
  alternatives: "Better alternatives in this shop",
  samePrice: "same price",
  dearer: (amount) => `${amount} more`,
  cheaper: (amount) => `${amount} less`,
  perUnit: (amount, unit) => `${amount} per ${unit}`,
  wholeItem: (difference) => `whole item: ${difference}`,
  gain: (points) => `+${points} points`,
  status: {
    measured: "measured value",
    supplier: "the supplier's figure",
    typical: "typical value for the product group",
    assumed: "assumed value",
  },
  how: "How the score is worked out",
  howText:
    "Each criterion gives 0 to 100 points by the municipality's rules, and they are weighed together. How many points a letter takes depends on the kind of goods. Where data is missing nothing is guessed: a range is shown, or no letter at all. The score is a help when buying and does not replace an ecolabel.",
  rules: (name, date) => `Ruleset ${name}. Data as of ${date}.`,
  problem: {
    unreachable: [
      "The score cannot be fetched right now",
      "The service does not answer. You can go on shopping as usual; try reloading in a while.",
    ],
    slow: [
      "The score cannot be fetched right now",
      "The service takes too long to answer. You can go on shopping as usual; try again later.",
    ],
    nonsense: [
      "The score cannot be read",
      "The service gave an answer that cannot be used. Please tell the municipality's IT.",
    ],
    snapshot_expired: [
      "The score is too old to be shown",
      "The municipality's data has expired and must be published again. Until then no score is shown.",
    ],
    snapshot_missing: [
      "There is no score yet",
      "The municipality has not published its data yet. Badges appear by themselves when it has.",
    ],
    refused: [
      "No access to the score",
      "The service refused the access token. Correct it in the extension's settings, or ask IT.",
    ],
    rejected: [
      "The score cannot be fetched for this page",
      "The service could not read the request. Please tell the municipality's IT.",
    ],
  },
};

export const WORDS: Record<Language, Words> = { da, en };

/** Numbers, money and dates in the language spoken. */
export function formats(language: Language) {
  const locale = language === "da" ? "da-DK" : "en-GB";
  const number = new Intl.NumberFormat(locale, { maximumSignificantDigits: 3 });
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const points = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const percent = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 0 });
  return {
    figure: (value: number) =>
      Math.abs(value) >= 1_000 ? whole.format(value) : number.format(value),
    points: (value: number) => points.format(value),
    whole: (value: number) => whole.format(value),
    percent: (share: number) => percent.format(share),
    money: (amount: number, currency: string | null) => {
      const code = currency && /^[A-Z]{3}$/.test(currency) ? currency : "DKK";
      return new Intl.NumberFormat(locale, { style: "currency", currency: code }).format(amount);
    },
    date: (iso: string) => {
      const date = new Date(`${iso.slice(0, 10)}T12:00:00Z`);
      if (Number.isNaN(date.getTime())) return iso;
      return new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" }).format(date);
    },
  };
}

export type Formats = ReturnType<typeof formats>;

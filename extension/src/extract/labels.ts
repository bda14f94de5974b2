/**
 * The words shops put before an identifier, in Danish and English, and what each announces.
 */
import type { Claims } from "./identity";

export type LabelKind = Extract<keyof Claims, "gtin" | "mpn" | "sku" | "brand">;

const NUMBER = String.raw`(?:-?\s?(?:nr\.?|nummer|no\.?|number|kode|code|#))`;
const MAKER = String.raw`(?:producent(?:en)?s?|fabrikant(?:en)?s?|manufacturer(?:['’]?s)?|mfr\.?|hersteller|tillverkaren?s?|produsent(?:en)?s?)`;

const KINDS: ReadonlyArray<readonly [LabelKind, string]> = [
  [
    "gtin",
    String.raw`(?:gtin|ean|upc)(?:[-\s]?(?:8|1[234]))?${NUMBER}?(?:\s?[/(]\s?(?:gtin|ean|upc)\)?)?|stregkode${NUMBER}?|barcode`,
  ],
  [
    "mpn",
    String.raw`mpn|(?:part|model)${NUMBER}|p/n|model|${MAKER}\s?-?(?:vare|part|model|artikel)?\s?${NUMBER}`,
  ],
  [
    "sku",
    String.raw`sku${NUMBER}?|(?:vare|artikel|art\.?|item|produkt|product|bestillings)\s?${NUMBER}|(?:produkt|product|vare)[-\s]?id`,
  ],
  [
    "brand",
    "mærke|varemærke|brand|producent|fabrikant|manufacturer|hersteller|tillverkare|produsent",
  ],
];

const ALONE = KINDS.map(
  ([kind, words]) => [kind, new RegExp(String.raw`^(?:${words})\s*[:.#]?$`, "i")] as const,
);
const WITH_VALUE = KINDS.filter(([kind]) => kind !== "brand").map(
  ([kind, words]) =>
    [kind, new RegExp(String.raw`^(?:${words})(?:\s*[:#]|(?<=#))\s*(\S.{0,60})$`, "i")] as const,
);
const GTIN_WITHOUT_COLON =
  /^(?:ean|gtin|upc)(?:[-\s]?(?:nr\.?|nummer|kode|1[234]))?\s+([\d\s-]{8,20})$/i;

/** What a text that is nothing but a label announces. */
export function labelKind(text: string): LabelKind | null {
  return ALONE.find(([, pattern]) => pattern.test(text))?.[0] ?? null;
}

/** A label and its value in one text, as in "EAN: 5701234567899". */
export function labelAndValue(text: string): [LabelKind, string] | null {
  for (const [kind, pattern] of WITH_VALUE) {
    const value = pattern.exec(text)?.[1];
    if (value) return [kind, value];
  }
  const gtin = GTIN_WITHOUT_COLON.exec(text)?.[1];
  return gtin ? ["gtin", gtin] : null;
}

/**
 * The service's contract, as types generated from its published OpenAPI document.
 *
 * This is the only module that imports the generated file. What the service promises as optional
 * is made present here, because `guard.ts` fills every gap before anything else reads an answer.
 */
import type { components } from "./generated/api";

type Schemas = components["schemas"];

/** Every property present, though its value may still be null. */
type Filled<T> = { [K in keyof T]-?: Exclude<T[K], undefined> };

export type ScoreItem = Schemas["ScoreItem"];
export type ScoreRequest = Schemas["ScoreRequest"];

export const GRADES = ["A", "B", "C", "D", "E"] as const;
export type Grade = (typeof GRADES)[number];

export const RUNGS = [
  "gtin",
  "mpn",
  "sku",
  "url",
  "machine_type",
  "family",
  "group",
  "none",
] as const;
export type Rung = (typeof RUNGS)[number];

export const CONFIDENCES = ["high", "good", "medium", "low", "none"] as const;
export type Confidence = (typeof CONFIDENCES)[number];

/** What is known of a product; texts are in the language that was asked for. */
export interface Product {
  id: Filled<Schemas["Product"]>["id"];
  name: Filled<Schemas["Product"]>["name"];
  brand: string | null;
  group_name: string | null;
  demo: boolean;
}

/** One criterion's part of the score; `contribution` is in points of 100. */
export interface Reason {
  criterion: Filled<Schemas["Reason"]>["criterion"];
  text: Filled<Schemas["Reason"]>["text"];
  value: number | null;
  unit: string | null;
  source: string | null;
  status: string | null;
  contribution: number | null;
}

/** A certificate; `valid_to` is an ISO date. */
export interface Label {
  code: Filled<Schemas["Label"]>["code"];
  name: Filled<Schemas["Label"]>["name"];
  issuer: string | null;
  licence: string | null;
  valid_to: string | null;
}

/** A better product in the same shop; `path` is same-origin, prices are in `currency`. */
export interface Alternative {
  name: string;
  path: Filled<Schemas["Alternative"]>["path"];
  grade: Grade | null;
  gain: number | null;
  price: number | null;
  price_difference: number | null;
  price_difference_per_unit: number | null;
  unit: string | null;
  currency: string | null;
  reason: string | null;
}

/** The least change that would lift the grade, as a sentence that starts with that grade. */
export interface Counterfactual {
  grade: Grade;
  text: Filled<Schemas["Counterfactual"]>["text"];
}

export const BASES = ["food", "lifetime"] as const;
/** A food until it is sold, or a device over its whole lifetime. */
export type Basis = (typeof BASES)[number];

/** What a basket is summed up from, for one piece as it is sold. */
export interface Facts {
  /** Net weight; null where it is not known or of no use. */
  kg: number | null;
  /** kg CO2e of one piece, with its bounds. */
  co2e: { low: number; value: number; high: number } | null;
  /** What `co2e` covers; figures of two bases are never added up. */
  co2e_basis: Basis | null;
  /** Whether a food counts as organic; null for all that is not food. */
  organic: boolean | null;
}

export interface ScoredItem {
  ref: Filled<Schemas["ScoredItem"]>["ref"];
  match: { rung: Rung; confidence: Confidence };
  product: Product | null;
  grade: Grade | null;
  range: [Grade, Grade] | null;
  score: number | null;
  low: number | null;
  high: number | null;
  coverage: number;
  summary: string;
  counterfactual: Counterfactual | null;
  reasons: Reason[];
  labels: Label[];
  notes: string[];
  facts: Facts;
  alternatives: Alternative[];
}

export interface ScoreResponse {
  ruleset: Filled<Schemas["Ruleset"]>;
  data_as_of: Filled<Schemas["ScoreResponse"]>["data_as_of"];
  items: ScoredItem[];
}

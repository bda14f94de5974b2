/**
 * Reads a service's answer as hostile input: what does not fit the contract is left out.
 *
 * A field with a wrong type becomes null, an item without its essentials is dropped, and an
 * envelope that is not one gives null, which the caller shows as "cannot be fetched".
 */
import {
  type Alternative,
  BASES,
  CONFIDENCES,
  type Counterfactual,
  type Facts,
  GRADES,
  type Grade,
  type Label,
  type Product,
  type Reason,
  RUNGS,
  type ScoredItem,
  type ScoreResponse,
} from "./api";
import { own, record } from "./own";

const TEXT_LIMIT = 600;
const LIST_LIMIT = 40;

function text(value: unknown): string | null {
  return typeof value === "string" && value.trim() !== "" ? value.slice(0, TEXT_LIMIT) : null;
}

function figure(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

function oneOf<T extends string>(value: unknown, allowed: readonly T[]): T | null {
  return allowed.find((candidate) => candidate === value) ?? null;
}

function list<T>(value: unknown, read: (entry: unknown) => T | null): T[] {
  if (!Array.isArray(value)) return [];
  return value
    .slice(0, LIST_LIMIT)
    .map(read)
    .filter((entry): entry is T => entry !== null);
}

function product(value: unknown): Product | null {
  const of = record(value);
  const name = of && text(own(of, "name"));
  if (!of || !name) return null;
  return {
    id: text(own(of, "id")) ?? "",
    name,
    brand: text(own(of, "brand")),
    group_name: text(own(of, "group_name")),
    demo: own(of, "demo") === true,
  };
}

function reason(value: unknown): Reason | null {
  const of = record(value);
  const words = of && text(own(of, "text"));
  if (!of || !words) return null;
  return {
    criterion: text(own(of, "criterion")) ?? "",
    text: words,
    value: figure(own(of, "value")),
    unit: text(own(of, "unit")),
    source: text(own(of, "source")),
    status: text(own(of, "status")),
    contribution: figure(own(of, "contribution")),
  };
}

function label(value: unknown): Label | null {
  const of = record(value);
  const name = of && text(own(of, "name"));
  if (!of || !name) return null;
  return {
    code: text(own(of, "code")) ?? "",
    name,
    issuer: text(own(of, "issuer")),
    licence: text(own(of, "licence")),
    valid_to: text(own(of, "valid_to")),
  };
}

/** A path in the same shop: "/x", never "//host", "/\host" or a scheme. */
export function safePath(value: unknown): string | null {
  return typeof value === "string" && /^\/(?![/\\])[^\\\s]{0,499}$/.test(value) ? value : null;
}

function alternative(value: unknown): Alternative | null {
  const of = record(value);
  // One that was read before bears the name itself, so that reading twice changes nothing.
  const named = of && product(own(of, "product") ?? of);
  const path = of && safePath(own(of, "path"));
  if (!of || !named || !path) return null;
  return {
    name: named.name,
    path,
    grade: oneOf(own(of, "grade"), GRADES),
    gain: figure(own(of, "gain")),
    price: figure(own(of, "price")),
    price_difference: figure(own(of, "price_difference")),
    price_difference_per_unit: figure(own(of, "price_difference_per_unit")),
    unit: text(own(of, "unit")),
    currency: text(own(of, "currency")),
    reason: text(own(of, "reason")),
  };
}

function counterfactual(value: unknown): Counterfactual | null {
  const of = record(value);
  const grade = of && oneOf(own(of, "grade"), GRADES);
  const said = of && text(own(of, "text"));
  return grade && said ? { grade, text: said } : null;
}

/** Facts in which nothing is known, where an older service gives none. */
function facts(value: unknown): Facts {
  const of = record(value) ?? {};
  const co2e = record(own(of, "co2e")) ?? {};
  const [low, middle, high] = ["low", "value", "high"].map((key) => figure(own(co2e, key)));
  const basis = oneOf(own(of, "co2e_basis"), BASES);
  const known =
    basis && low != null && middle != null && high != null && low <= middle && middle <= high;
  const kg = figure(own(of, "kg"));
  const organic = own(of, "organic");
  return {
    kg: kg !== null && kg > 0 ? kg : null,
    co2e: known ? { low, value: middle, high } : null,
    co2e_basis: known ? basis : null,
    organic: typeof organic === "boolean" ? organic : null,
  };
}

function range(value: unknown): [Grade, Grade] | null {
  if (!Array.isArray(value) || value.length !== 2) return null;
  const best = oneOf(value[0], GRADES);
  const worst = oneOf(value[1], GRADES);
  return best && worst && best < worst ? [best, worst] : null;
}

/** One item of an answer; null where its essentials are missing. */
export function readItem(value: unknown): ScoredItem | null {
  const of = record(value);
  const match = of && record(own(of, "match"));
  const ref = of && text(own(of, "ref"));
  if (!of || !match || !ref) return null;
  const grade = oneOf(own(of, "grade"), GRADES);
  const coverage = figure(own(of, "coverage")) ?? 0;
  return {
    ref,
    match: {
      rung: oneOf(own(match, "rung"), RUNGS) ?? "none",
      confidence: oneOf(own(match, "confidence"), CONFIDENCES) ?? "none",
    },
    product: product(own(of, "product")),
    grade,
    range: grade ? null : range(own(of, "range")),
    score: figure(own(of, "score")),
    low: figure(own(of, "low")),
    high: figure(own(of, "high")),
    coverage: Math.min(1, Math.max(0, coverage)),
    summary: text(own(of, "summary")) ?? "",
    counterfactual: grade ? counterfactual(own(of, "counterfactual")) : null,
    reasons: list(own(of, "reasons"), reason),
    labels: list(own(of, "labels"), label),
    notes: list(own(of, "notes"), text),
    facts: facts(own(of, "facts")),
    alternatives: list(own(of, "alternatives"), alternative),
  };
}

/** Read a 200 answer; null where it is not an answer to a score request at all. */
export function readResponse(value: unknown): ScoreResponse | null {
  const of = record(value);
  const ruleset = of && record(own(of, "ruleset"));
  const items = of && own(of, "items");
  if (!of || !ruleset || !Array.isArray(items)) return null;
  return {
    ruleset: {
      id: text(own(ruleset, "id")) ?? "",
      version: text(own(ruleset, "version")) ?? "",
      hash: text(own(ruleset, "hash")) ?? "",
    },
    data_as_of: text(own(of, "data_as_of")) ?? "",
    items: items
      .slice(0, 100)
      .map(readItem)
      .filter((entry) => entry !== null),
  };
}

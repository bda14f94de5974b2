/**
 * What a badge and its panel tell: a score under its rules, or why there is none.
 */
import type { ScoredItem, ScoreResponse } from "../api";
import type { Problem } from "../messages";

export type Story =
  | { item: ScoredItem; response: ScoreResponse; at: number; stale: boolean }
  | { problem: Exclude<Problem, "off"> };

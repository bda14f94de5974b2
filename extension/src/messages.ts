/**
 * The messages between the page, the pop-up and the background worker. There is no third way.
 */
import type { ScoreItem, ScoreResponse } from "./api";

export type Language = "da" | "en";

/** Why there is no score, in the terms the user is told about. */
export const PROBLEMS = [
  "off",
  "unreachable",
  "slow",
  "nonsense",
  "snapshot_expired",
  "snapshot_missing",
  "refused",
  "rejected",
] as const;
export type Problem = (typeof PROBLEMS)[number];

/** Page → background: score these items; the shop is read from the sender, never from the page. */
export interface ScoreMessage {
  type: "score";
  items: ScoreItem[];
}

/** Background → page, in answer to a ScoreMessage. */
export type ScoreAnswer =
  | { ok: true; language: Language; sent: ScoreItem[]; response: ScoreResponse }
  | { ok: false; language: Language; sent: ScoreItem[]; problem: Problem };

/** Background → page: settings changed, so look at the page anew. */
export interface RefreshMessage {
  type: "refresh";
}

/** Pop-up → page: what has been sent from this page view? */
export interface ReportMessage {
  type: "report";
}

/** Page → pop-up: the shop and every item sent in this page view. */
export interface Report {
  shop: string;
  sent: ScoreItem[];
  graded: number;
  problem: Problem | null;
}

export type PageMessage = RefreshMessage | ReportMessage;

/** Narrow an unknown message to a ScoreMessage by its tag and its list. */
export function isScoreMessage(value: unknown): value is ScoreMessage {
  return (
    typeof value === "object" &&
    value !== null &&
    (value as { type?: unknown }).type === "score" &&
    Array.isArray((value as { items?: unknown }).items)
  );
}

/** Narrow an unknown message to one meant for the page. */
export function isPageMessage(value: unknown): value is PageMessage {
  const type = typeof value === "object" && value !== null && (value as { type?: unknown }).type;
  return type === "refresh" || type === "report";
}

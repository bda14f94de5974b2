/**
 * The messages between the page, the pop-up and the background worker. There is no third way.
 */
import type { ScoredItem, ScoreItem, ScoreResponse } from "./api";
import type { Price } from "./extract/extraction";
import type { Adapter } from "./extract/format";
import { own, record } from "./own";

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

/** Page → background, first of all: may we look at this page, and how? */
export interface HelloMessage {
  type: "hello";
}

/** Background → page, in answer to a HelloMessage. */
export interface Hello {
  /** Whether the shop is granted and the buyer has not switched it off. */
  on: boolean;
  language: Language;
  contrast: Contrast;
  /** Whether a swap may be offered when something is put in the basket. */
  swaps: boolean;
  /** Whether this tab keeps something from an earlier page that is to be shown: see Tray. */
  pending: boolean;
  /** The service's adapters that may be for this page, before which the packaged ones give way. */
  adapters: Adapter[];
}

export type Contrast = "auto" | "more";

/**
 * Page → background: put the second bundle (panel and the rest) into this frame. Answered with
 * whether it was.
 */
export interface LoadMessage {
  type: "load";
}

/** Page → background: may this swap be offered? Answered once with true, then with false. */
export interface OfferMessage {
  type: "offer";
  /** The line it is for: the product's path or id in the shop. */
  line: string;
}

/**
 * Page → background: what this tab keeps from page to page while it is open, per shop: products
 * picked for comparison, and what was just put in the basket. Without `tray` it is read alone.
 * Answered with the tray as it then is.
 */
export interface TrayMessage {
  type: "tray";
  tray?: Tray;
}

/** A product picked for comparison, with its price on the page it was picked from. */
export interface Picked extends ScoredItem {
  price?: Price | null;
}

export interface Tray {
  /** At most four. */
  compare: Picked[];
  /** The product last put in the basket, whose swap has not been shown yet. */
  added: ScoredItem | null;
}

/** Pop-up → background: forget what is remembered of a shop, or of all where `shop` is null. */
export interface ForgetMessage {
  type: "forget";
  shop: string | null;
}

/** Page → background: score these items; the shop is read from the sender, never from the page. */
export interface ScoreMessage {
  type: "score";
  items: ScoreItem[];
  /** The `ref` of the product that the page is about: what its path shows is remembered. */
  main?: string;
}

/** Background → page, in answer to a ScoreMessage. */
export type ScoreAnswer =
  | {
      ok: true;
      language: Language;
      sent: ScoreItem[];
      response: ScoreResponse;
      /** When the service gave this answer, in milliseconds since 1970. */
      at: number;
      /** Whether it is a remembered answer, because the service cannot be had now. */
      stale: boolean;
    }
  | { ok: false; language: Language; sent: ScoreItem[]; problem: Problem };

/** Background → page: settings changed, so look at the page anew. */
export interface RefreshMessage {
  type: "refresh";
}

/** Pop-up → page: what has been sent from this page view? */
export interface ReportMessage {
  type: "report";
}

/** Page → pop-up: the shop and every item sent in this page view, with the time it was sent. */
export interface Report {
  shop: string;
  sent: Array<{ item: ScoreItem; at: number }>;
  graded: number;
  problem: Problem | null;
  /** When the oldest remembered answer that is shown was given; null where all are of now. */
  oldest: number | null;
}

export type PageMessage = RefreshMessage | ReportMessage;

export type BackgroundMessage =
  | HelloMessage
  | LoadMessage
  | OfferMessage
  | TrayMessage
  | ForgetMessage
  | ScoreMessage;

/** Narrow an unknown message to one meant for the background, by its tag and its essentials. */
export function isBackgroundMessage(value: unknown): value is BackgroundMessage {
  const of = record(value) ?? {};
  switch (own(of, "type")) {
    case "hello":
    case "load":
    case "tray":
      return true;
    case "score":
      return Array.isArray(own(of, "items"));
    case "offer":
      return typeof own(of, "line") === "string";
    case "forget":
      return own(of, "shop") === null || typeof own(of, "shop") === "string";
    default:
      return false;
  }
}

/** Narrow an unknown message to one meant for the page. */
export function isPageMessage(value: unknown): value is PageMessage {
  const type = own(record(value) ?? {}, "type");
  return type === "refresh" || type === "report";
}

/**
 * The badge: a button in a shadow root that takes no room in the shop's layout.
 *
 * It says the grade four ways (letter, colour, steps, name) and how sure it is in two (fill and
 * name, with words where there is room).
 */
import type { ScoredItem } from "../api";
import type { Contrast } from "../messages";
import badgeCss from "./badge.css";
import { containMany, el, shadow } from "./dom";
import tokensCss from "./tokens.css";
import type { Words } from "./words";

export const BADGE_TAG = "indkobskompas-badge";

/** What a badge shows: a scored item, or null where the score cannot be had. */
export type Shown = ScoredItem | null;

/** For a line of a list, a card, and a product page, where there is room for words. */
export type BadgeSize = "small" | "medium" | "large";

export interface BadgeOptions {
  /** "more" for high contrast whatever the system says. */
  contrast?: Contrast;
  /** Whether this is a remembered answer. */
  stale?: boolean;
}

/** In CSS pixels. */
export interface Size {
  width: number;
  height: number;
}

export interface Badge {
  host: HTMLElement;
  /** The element inside that is moved into place and measured. */
  frame: HTMLElement;
  button: HTMLButtonElement;
  /** The part with the letter, which is all that is shown where room is short. */
  tile: HTMLElement;
  /** Badges of one form are of one size. */
  form: string;
}

/** The small tile with the letter; its steps are drawn by the style sheet. */
function makeTile(item: Shown): HTMLElement {
  const unsure = item?.match.confidence === "low";
  if (item?.grade) {
    const { grade } = item;
    const known = { "data-kind": "grade", "data-grade": grade, "data-level": grade };
    return el("span", { class: "tile", ...known, "data-unsure": unsure }, grade);
  }
  if (item?.range) {
    const [best, worst] = item.range;
    const known = { "data-kind": "range", "data-level": best, "data-low": worst };
    return el("span", { class: "tile", ...known, "data-unsure": unsure }, `${best}–${worst}`);
  }
  const kind = item ? "unknown" : "problem";
  const attributes = { class: "tile", "data-kind": kind, "data-unsure": item !== null };
  return el("span", attributes, item ? "?" : "–");
}

/** What is said about the grade beside it: how sure it is, or why there is none. */
function noteOf(item: Shown, stale: boolean, words: Words): string {
  if (!item) return words.cannotShow;
  if (!item.grade && !item.range) return words.unknown;
  return stale ? words.stale : words.confidence[item.match.confidence];
}

function nameOf(item: Shown, stale: boolean, words: Words): string {
  if (!item) return words.badgeProblem;
  const what = item.grade ?? item.range?.join("–") ?? words.unknown;
  const sure = item.product && words.confidence[item.match.confidence];
  const known = [sure, stale && words.stale].filter((part) => part).join(", ");
  return words.badge(what, known === "" ? null : known, item.product?.name ?? null);
}

/** Make a badge, which calls `open` when it is pressed; "large" has words beside the letter. */
export function makeBadge(
  item: Shown,
  words: Words,
  size: BadgeSize,
  open: () => void,
  { contrast = "auto", stale = false }: BadgeOptions = {},
): Badge {
  const host = document.createElement(BADGE_TAG);
  const root = shadow(host, tokensCss, badgeCss);
  const tile = makeTile(item);
  const large = size === "large";
  const button = el(
    "button",
    { type: "button", "aria-label": nameOf(item, stale, words), "aria-haspopup": "dialog" },
    large && el("span", { class: "words" }, words.shortScore),
    tile,
    large && el("span", { class: "note" }, noteOf(item, stale, words)),
  );
  const look = { "data-size": size, "data-contrast": contrast === "more" && contrast };
  const frame = el("div", { class: "ik", ...look, "data-stale": stale }, button);
  root.append(frame);
  containMany(host, open);
  return { host, frame, button, tile, form: `${size} ${button.textContent}` };
}

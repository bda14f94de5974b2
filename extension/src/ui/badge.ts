/**
 * The badge: a button in a shadow root that takes no room in the shop's layout.
 */
import { GRADES, type ScoredItem } from "../api";
import badgeCss from "./badge.css";
import { el, shadow } from "./dom";
import tokensCss from "./tokens.css";
import type { Words } from "./words";

export const BADGE_TAG = "indkobskompas-badge";

/** What a badge shows: a scored item, or null where the score cannot be had. */
export type Shown = ScoredItem | null;

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
  sizes: { full: Size; compact: Size };
}

/** The grade, range or lack of one, as a badge's name says it: first what is seen on it. */
function verdict(item: ScoredItem, words: Words): string {
  return item.grade ?? item.range?.join("–") ?? words.unknown;
}

function ticks(from: string, to: string): HTMLElement {
  const marks = GRADES.map((grade) => el("i", { "data-on": grade >= from && grade <= to }));
  return el("span", { class: "ticks" }, ...marks);
}

/** The small tile with the letter and its place on the scale. */
function makeTile(item: Shown): HTMLElement {
  if (item?.grade) {
    const { grade } = item;
    const attributes = { class: "tile", "data-kind": "grade", "data-grade": grade };
    return el("span", attributes, el("span", {}, grade), ticks(grade, grade));
  }
  if (item?.range) {
    const [best, worst] = item.range;
    const letters = el("span", {}, `${best}–${worst}`);
    return el("span", { class: "tile", "data-kind": "range" }, letters, ticks(best, worst));
  }
  const kind = item ? "unknown" : "problem";
  return el("span", { class: "tile", "data-kind": kind }, item ? "?" : "–");
}

/** Make a badge; `large` adds the words beside the letter, for a product page. */
export function makeBadge(
  item: Shown,
  words: Words,
  size: "small" | "medium" | "large",
  _options: { contrast?: string; stale?: boolean },
): Badge {
  const large = size === "large";
  const host = document.createElement(BADGE_TAG);
  const root = shadow(host, tokensCss, badgeCss);
  const sure = item?.product ? words.confidence[item.match.confidence] : null;
  const name = item
    ? words.badge(verdict(item, words), sure, item.product?.name ?? null)
    : words.badgeProblem;
  const tile = makeTile(item);
  const button = el(
    "button",
    { type: "button", "aria-label": name, "aria-haspopup": "dialog" },
    large && el("span", { class: "words" }, words.shortScore),
    // Parts the words from the letter for those who hear them; a flex box shows no blank.
    " ",
    tile,
  );
  const frame = el("div", { class: "ik" }, button);
  root.append(frame);
  const none = { width: 0, height: 0 };
  return {
    host,
    frame,
    button,
    tile,
    form: `${size} ${tile.textContent}`,
    sizes: { full: none, compact: none },
  };
}

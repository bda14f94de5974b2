/**
 * What this page has sent, item by item, newest first: the pop-up's proof.
 */
import type { ScoreItem } from "../api";
import type { Report } from "../messages";
import { el } from "../ui/dom";
import { moment, type Page } from "./shared";

const KEYS = ["name", "gtin", "brand", "mpn", "sku", "path"] as const;

function entry(item: ScoreItem, at: number, page: Page): HTMLElement {
  const known = KEYS.filter((key) => item[key]);
  const pairs = known.flatMap((key) => [
    el("dt", {}, page.words.fields[key]),
    el("dd", {}, item[key] ?? ""),
  ]);
  const time = new Date(at);
  const stamp = Number.isNaN(time.getTime()) ? null : time.toISOString();
  const when = el("time", { datetime: stamp }, page.words.sentAt(moment(page, at)));
  return el("li", {}, when, el("dl", {}, ...pairs));
}

/** How many products were asked about and graded, and each of them with its time. */
export function sentList({ sent, graded }: Report, page: Page): HTMLElement {
  const { words } = page;
  if (sent.length === 0) return el("p", { class: "help" }, words.nothingSent);
  const newest = [...sent].sort((one, other) => other.at - one.at);
  return el(
    "div",
    {},
    el("p", { class: "graded" }, words.graded(graded, sent.length)),
    el(
      "details",
      {},
      el("summary", { id: "sent" }, words.sentFrom(sent.length)),
      el(
        "ul",
        { class: "sent", tabindex: 0, "aria-label": words.sentFrom(sent.length) },
        ...newest.map(({ item, at }) => entry(item, at, page)),
      ),
    ),
  );
}

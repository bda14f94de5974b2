/**
 * The card that offers one swap: what was chosen, what is better, what it costs, and both answers.
 */
import type { Alternative, ScoredItem } from "../api";
import { el } from "./dom";
import { tile } from "./mix";
import { differences } from "./sections";
import type { Speech } from "./words-extras";

const TITLE = "offer";

/** The sentences of the offer, as they are said aloud too. */
export function offerText(item: ScoredItem, better: Alternative, speech: Speech): [string, string] {
  const { extra, words, format } = speech;
  const chosen = item.product?.name ?? words.unknownProduct;
  const price = differences(better, speech);
  const gain = better.gain === null ? [] : [words.gain(format.points(better.gain))];
  const change = [...gain, ...price];
  if (price.length === 0) change.push(extra.priceUnknown);
  return [
    extra.chose(chosen, item.grade ?? words.unknown),
    extra.instead(better.name, better.grade ?? words.unknown, change.join(", ")),
  ];
}

/** The card; `keep` is called when the buyer stays with what was chosen, also with Escape. */
export function offerCard(
  item: ScoredItem,
  better: Alternative,
  speech: Speech,
  keep: () => void,
): HTMLElement {
  const { extra, words } = speech;
  const [chose, instead] = offerText(item, better, speech);
  const name = item.product?.name ?? words.unknownProduct;
  const stay = el("button", { type: "button", class: "keep" }, extra.keep(name));
  stay.addEventListener("click", keep);
  const from = el("span", { class: "swap", "aria-hidden": "true" });
  from.append(tile(item.grade), "→", tile(better.grade));
  return el(
    "section",
    { class: "offer", "aria-labelledby": TITLE },
    el("div", { class: "line" }, el("h2", { id: TITLE }, extra.offer), from),
    el("p", {}, chose),
    el("p", {}, instead),
    el("p", { class: "answers" }, el("a", { href: better.path }, extra.see(better.name)), stay),
  );
}

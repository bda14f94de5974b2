/**
 * A basket's sums as they are read: mix, footprint, organic share, swaps.
 */

import { el } from "../ui/dom";
import { mixBar, tile } from "../ui/mix";
import { difference } from "../ui/sections";
import type { Speech } from "../ui/words-extras";
import { type Line, type Swap, swapped } from "./better";
import { LEVELS, levelOf, percentOf, type Share, type Sums, sumUp } from "./sums";

const MOST_NAMES = 3;
const MOST_SWAPS = 12;

function section(title: string, ...children: Array<Node | null>): HTMLElement {
  return el("section", {}, el("h3", {}, title), ...children);
}

const muted = (text: string): HTMLElement => el("p", { class: "muted" }, text);

/** The first few names, and how many more there are. */
function namesOf(names: readonly string[], { extra, language }: Speech): string {
  const shown = names.slice(0, MOST_NAMES);
  const rest = names.length - shown.length;
  if (rest > 0) shown.push(extra.others(rest));
  return new Intl.ListFormat(language, { type: "conjunction" }).format(shown);
}

function footprint({ co2e, without }: Sums, speech: Speech): HTMLElement {
  const { extra, format } = speech;
  const range = co2e && extra.between(format.figure(co2e.low), format.figure(co2e.high));
  return section(
    extra.co2e,
    co2e
      ? el(
          "p",
          {},
          el("span", { class: "figure large" }, extra.kilos(format.figure(co2e.value))),
          ` ${range}`,
        )
      : muted(extra.noFigure),
    co2e && without.length > 0 ? muted(extra.without(namesOf(without, speech))) : null,
  );
}

/** A share on a track that is marked at bronze, silver and gold. */
function shareRow(name: string, share: Share, { extra, format }: Speech): HTMLElement {
  const percent = percentOf(share);
  const fill = el("i", { class: "fill" });
  fill.style.inlineSize = `${percent ?? 0}%`;
  const track = el("span", { class: "track", "aria-hidden": "true" }, fill);
  for (const [, least] of LEVELS) {
    const mark = el("i", { class: "mark" });
    mark.style.insetInlineStart = `${least}%`;
    track.append(mark);
  }
  const figure = percent === null ? extra.unknownShare : format.percent(percent / 100);
  return el(
    "div",
    { class: "share" },
    el("div", { class: "line" }, el("span", {}, name), el("span", { class: "figure" }, figure)),
    track,
  );
}

function organicShare(sums: Sums, speech: Speech): HTMLElement | null {
  const { organic } = sums;
  if (!organic) return null;
  const { extra } = speech;
  const { kg, kr } = organic;
  return section(
    extra.organic,
    shareRow(extra.byKilo, kg, speech),
    shareRow(extra.byMoney, kr, speech),
    el("p", { class: "figure" }, extra.level[levelOf(organic) ?? "none"]),
    kg.missing > 0 ? muted(extra.missingKilos(kg.missing)) : null,
    muted(extra.levels),
  );
}

function swapRow({ line, to, cost }: Swap, currency: string | null, speech: Speech): HTMLElement {
  const { extra, words, format } = speech;
  const price = difference(cost / 100, to.currency ?? currency, speech);
  return el(
    "li",
    { class: "better" },
    el("span", { class: "swap", "aria-hidden": "true" }, tile(line.grade), "→", tile(to.grade)),
    el("div", { class: "from" }, line.name),
    el("div", {}, `${extra.swapTo} `, el("a", { href: to.path }, to.name), ` (${to.grade ?? "?"})`),
    el("div", { class: "muted" }, `${words.gain(format.points(to.gain))} · ${price}`),
  );
}

function swapList(
  lines: readonly Line[],
  swaps: readonly Swap[],
  currency: string | null,
  speech: Speech,
): HTMLElement {
  const { extra } = speech;
  if (swaps.length === 0) return section(extra.swaps, muted(extra.noSwaps));
  const total = swaps.reduce((sum, { cost }) => sum + cost, 0);
  const after = sumUp(swapped(lines, swaps));
  const shown = [...swaps].sort((one, other) => other.to.gain - one.to.gain).slice(0, MOST_SWAPS);
  const rest = swaps.length - shown.length;
  return section(
    extra.swaps,
    el("p", {}, extra.swapsDo(swaps.length, difference(total / 100, currency, speech))),
    el("ul", { class: "rows" }, ...shown.map((swap) => swapRow(swap, currency, speech))),
    rest > 0 ? muted(`+ ${extra.others(rest)}`) : null,
    el("h4", {}, extra.after),
    mixBar(after.grades, after.ungraded, speech),
    muted(extra.pieceNote),
  );
}

/** Everything that unfolds above the bar. */
export function summaryOf(
  lines: readonly Line[],
  sums: Sums,
  swaps: readonly Swap[],
  currency: string | null,
  speech: Speech,
): Node[] {
  const { extra } = speech;
  const parts = [
    section(extra.mix, mixBar(sums.grades, sums.ungraded, speech)),
    footprint(sums, speech),
    organicShare(sums, speech),
    swapList(lines, swaps, currency, speech),
    sums.unpriced > 0 ? section("", muted(extra.unpriced(sums.unpriced))) : null,
  ];
  return parts.filter((part) => part !== null);
}

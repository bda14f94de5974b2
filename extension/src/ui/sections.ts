/**
 * The parts of the panel, each from one part of a scored item.
 */
import type { Alternative, Label, Reason, ScoredItem } from "../api";
import { GRADES } from "../api";
import { el } from "./dom";
import type { Words } from "./words";
import { type Speech, whenSaid } from "./words-extras";

function section(title: string | null, ...children: Array<Node | null>): HTMLElement {
  return el("section", {}, title && el("h3", {}, title), ...children);
}

/** The scale with this item's grade or range raised out of it. */
function scale(item: ScoredItem, words: Words): HTMLElement {
  const [from, to] = item.range ?? [item.grade, item.grade];
  const steps = GRADES.map((grade) => {
    const on = from !== null && to !== null && grade >= from && grade <= to;
    return el("span", { class: "step", "data-grade": grade, "data-on": on }, grade);
  });
  const range = item.range && words.rangeTo(item.range[0], item.range[1]);
  const label = words.scale(item.grade ?? range ?? words.unknown);
  const attributes = { class: "scale", role: "img", "aria-label": label };
  const unsure = item.match.confidence === "low";
  return el(
    "div",
    { ...attributes, "data-range": item.range !== null, "data-unsure": unsure },
    ...steps,
  );
}

/** A score's points with their bounds, in words; null where there is no letter they led to. */
export function pointsOf(item: ScoredItem, { words, format }: Speech): string | null {
  const { score, low, high, grade, range } = item;
  if (score === null || (grade === null && range === null)) return null;
  const [from, to] = [format.whole(low ?? score), format.whole(high ?? score)];
  const at = format.whole(score);
  return from === to ? words.points(at) : words.pointsBetween(at, from, to);
}

/** A reason's figure with its unit; null where there is none. */
export function figureOf({ value, unit }: Reason, { format }: Speech): string | null {
  return value === null ? null : `${format.figure(value)} ${unit ?? ""}`.trim();
}

/** Until when a label counts, or since when it does not; null where that is not known. */
export function validity({ valid_to }: Label, { words, format }: Speech): HTMLElement | null {
  if (valid_to === null) return null;
  const expired = valid_to.slice(0, 10) < new Date().toISOString().slice(0, 10);
  const said = (expired ? words.expired : words.validTo)(format.date(valid_to));
  return el("div", { class: expired ? "expired" : "muted" }, said);
}

/** Product, scale, sentence and points. */
export function headSection(item: ScoredItem, speech: Speech, id: string): HTMLElement {
  const { words } = speech;
  const { product } = item;
  const about = [product?.brand, product?.group_name].filter((part) => part).join(" · ");
  const graded = item.grade !== null || item.range !== null;
  const points = pointsOf(item, speech);
  return section(
    null,
    el("h2", { id }, product?.name ?? words.unknownProduct),
    about === "" ? null : el("p", { class: "muted" }, about),
    product?.demo ? el("span", { class: "tag" }, words.demo) : null,
    scale(item, words),
    graded ? null : el("p", { class: "figure" }, capital(words.unknown)),
    item.summary === "" ? null : el("p", { class: "summary" }, item.summary),
    item.counterfactual && el("p", { class: "lift" }, words.couldBe(item.counterfactual.text)),
    points === null ? null : el("p", { class: "muted points" }, points),
  );
}

/** That the answer is a remembered one, and how old it is; nothing where it is fresh. */
export function staleSection(told: { at: number; stale: boolean }, speech: Speech) {
  if (!told.stale) return null;
  const when = whenSaid(told.at, Date.now(), speech);
  return el("p", { class: "stale" }, speech.extra.stale(when));
}

function reasonRow(reason: Reason, largest: number, speech: Speech): HTMLElement {
  const { words, format } = speech;
  const { source, status, contribution } = reason;
  const figure = figureOf(reason, speech);
  const known = status && Object.hasOwn(words.status, status) ? words.status[status] : null;
  const origin = [known, source].filter((part) => part).join(" · ");
  const bar = el("i", { "data-minus": (contribution ?? 0) < 0 });
  bar.style.inlineSize = `${Math.round((100 * Math.abs(contribution ?? 0)) / largest)}%`;
  return el(
    "li",
    {},
    el(
      "div",
      { class: "line" },
      el("span", {}, reason.text),
      figure !== null && el("span", { class: "figure" }, figure),
    ),
    contribution !== null && el("span", { class: "bar", "aria-hidden": "true" }, bar),
    el(
      "div",
      { class: "line muted" },
      el("span", {}, origin),
      contribution !== null && el("span", {}, words.contribution(format.points(contribution))),
    ),
  );
}

/** The reasons, largest bar first in full width. */
export function reasonsSection(reasons: Reason[], speech: Speech): HTMLElement | null {
  if (reasons.length === 0) return null;
  const sizes = reasons.map(({ contribution }) => Math.abs(contribution ?? 0));
  const largest = Math.max(1, ...sizes);
  const rows = reasons.map((reason) => reasonRow(reason, largest, speech));
  return section(speech.words.why, el("ul", { class: "rows" }, ...rows));
}

function labelRow(label: Label, speech: Speech): HTMLElement {
  const { words } = speech;
  const issued = label.issuer && `${words.issuer} ${label.issuer}`;
  const licence = label.licence && `${words.licence} ${label.licence}`;
  const origin = [issued, licence].filter((part) => part).join(" · ");
  return el(
    "li",
    {},
    el("div", { class: "figure" }, label.name),
    origin !== "" && el("div", { class: "muted" }, origin),
    validity(label, speech),
  );
}

/** Labels stand apart from the score's own reasons. */
export function labelsSection(labels: Label[], speech: Speech): HTMLElement | null {
  if (labels.length === 0) return null;
  const rows = labels.map((label) => labelRow(label, speech));
  return section(speech.words.labels, el("ul", { class: "rows" }, ...rows));
}

/** How sure, and why: the way it was recognised and the share of data there is. */
export function certaintySection(item: ScoredItem, { words, format }: Speech): HTMLElement {
  const known = item.product !== null;
  const sure = known ? words.confidence[item.match.confidence] : words.unknownProduct;
  return section(
    words.certainty,
    el("p", { class: "figure" }, capital(sure)),
    el("p", {}, words.rung[item.match.rung]),
    known ? el("p", { class: "muted" }, words.coverage(format.percent(item.coverage))) : null,
  );
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** An amount as more or less; a difference of 0.004 kr. is none. */
export function difference(
  amount: number,
  currency: string | null,
  { words, format }: Speech,
): string {
  if (Math.abs(amount) < 0.005) return words.samePrice;
  const money = format.money(Math.abs(amount), currency);
  return amount > 0 ? words.dearer(money) : words.cheaper(money);
}

/** What an alternative costs more or less, as parts of a sentence; none where it is not known. */
export function differences(better: Alternative, speech: Speech): string[] {
  const { price_difference: more, price_difference_per_unit: perUnit, unit, currency } = better;
  const { words } = speech;
  const parts: string[] = [];
  // Packs differ in size, so the price per unit comes first wherever there is one.
  const byUnit = perUnit !== null && unit !== null && perUnit !== more;
  if (byUnit) parts.push(words.perUnit(difference(perUnit, currency, speech), unit));
  if (more !== null) {
    const whole = difference(more, currency, speech);
    parts.push(byUnit ? words.wholeItem(whole) : whole);
  }
  return parts;
}

function alternativeRow(better: Alternative, speech: Speech): HTMLElement {
  const { words, format } = speech;
  const parts = differences(better, speech);
  if (better.gain !== null) parts.push(words.gain(format.points(better.gain)));
  const mark = el("span", { class: "tile", "data-grade": better.grade }, better.grade ?? "?");
  return el(
    "li",
    { class: "better" },
    mark,
    el("a", { href: better.path }, better.name),
    el(
      "div",
      { class: "muted" },
      el("div", {}, capital(parts.join(" · "))),
      better.reason !== null && el("div", {}, better.reason),
    ),
  );
}

/** Better products in the same shop, each with a link and what it costs more or less. */
export function alternativesSection(found: Alternative[], speech: Speech): HTMLElement | null {
  if (found.length === 0) return null;
  const rows = found.map((better) => alternativeRow(better, speech));
  return section(speech.words.alternatives, el("ul", { class: "rows" }, ...rows));
}

/** Remarks that are true of the product and give no points. */
export function notesSection(notes: string[]): HTMLElement | null {
  if (notes.length === 0) return null;
  return section(null, el("ul", { class: "notes" }, ...notes.map((note) => el("li", {}, note))));
}

/** The rules in force, the age of the data, and how a score comes about. */
export function footSection(rules: string, asOf: string, { words, format }: Speech): HTMLElement {
  const foot = section(
    null,
    el("details", {}, el("summary", {}, words.how), el("p", {}, words.howText)),
    rules === "" ? null : el("p", {}, words.rules(rules, format.date(asOf))),
  );
  foot.classList.add("foot");
  return foot;
}

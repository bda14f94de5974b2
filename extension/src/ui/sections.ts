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
  return el("div", { ...attributes, "data-range": item.range !== null }, ...steps);
}

/** Product, scale, sentence and points. */
export function headSection(item: ScoredItem, { words, format }: Speech, id: string): HTMLElement {
  const { product, score, low, high } = item;
  const about = [product?.brand, product?.group_name].filter((part) => part).join(" · ");
  let points: string | null = null;
  const graded = item.grade !== null || item.range !== null;
  if (score !== null && graded) {
    const [at, from, to] = [score, low ?? score, high ?? score].map(format.whole);
    const certain = from === to;
    points = certain ? words.points(at ?? "") : words.pointsBetween(at ?? "", from ?? "", to ?? "");
  }
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

function reasonRow(reason: Reason, largest: number, { words, format }: Speech): HTMLElement {
  const { value, unit, source, status, contribution } = reason;
  const figure = value === null ? null : `${format.figure(value)} ${unit ?? ""}`.trim();
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

function labelRow(label: Label, { words, format }: Speech, today: string): HTMLElement {
  const issued = label.issuer && `${words.issuer} ${label.issuer}`;
  const licence = label.licence && `${words.licence} ${label.licence}`;
  const origin = [issued, licence].filter((part) => part).join(" · ");
  const until = label.valid_to;
  const expired = until !== null && until.slice(0, 10) < today;
  const dated = until && (expired ? words.expired : words.validTo)(format.date(until));
  return el(
    "li",
    {},
    el("div", { class: "figure" }, label.name),
    origin !== "" && el("div", { class: "muted" }, origin),
    dated && el("div", { class: expired ? "expired" : "muted" }, dated),
  );
}

/** Labels stand apart from the score's own reasons. */
export function labelsSection(labels: Label[], speech: Speech): HTMLElement | null {
  if (labels.length === 0) return null;
  const today = new Date().toISOString().slice(0, 10);
  const rows = labels.map((label) => labelRow(label, speech, today));
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

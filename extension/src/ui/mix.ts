/**
 * Grades in a row: the five of the scale as a small mark, and a basket's lines as a stacked bar.
 */
import { GRADES, type Grade } from "../api";
import { el } from "./dom";
import type { Speech } from "./words-extras";

/** The scale as a mark, for eyes alone. */
export function gradesGlyph(): HTMLElement {
  const marks = GRADES.map((grade) => el("i", { "data-grade": grade }));
  return el("span", { class: "glyph", "aria-hidden": "true" }, ...marks);
}

/** How many lines have each grade, as a stacked bar with letters and counts. */
export function mixBar(
  grades: ReadonlyMap<Grade, number>,
  ungraded: number,
  speech: Speech,
): HTMLElement {
  const { extra, format } = speech;
  const parts = GRADES.map((grade) => [grade, grades.get(grade) ?? 0] as const);
  const shown = parts.filter(([, count]) => count > 0);
  const said = shown.map(([grade, count]) => extra.ofGrade(count, grade));
  const steps = shown.map(([grade, count]) => {
    const step = el("span", { "data-grade": grade }, el("b", {}, grade), ` ${format.whole(count)}`);
    step.style.flexGrow = String(count);
    return step;
  });
  if (ungraded > 0) {
    said.push(extra.ungraded(ungraded));
    const rest = el("span", { class: "rest" }, el("b", {}, "?"), ` ${format.whole(ungraded)}`);
    rest.style.flexGrow = String(ungraded);
    steps.push(rest);
  }
  const label = extra.mixOf(said.join(", "));
  return el("div", { class: "mix", role: "img", "aria-label": label }, ...steps);
}

/** A letter on its colour. */
export function tile(grade: Grade | null): HTMLElement {
  return el("span", { class: "tile", "data-grade": grade }, grade ?? "?");
}

/**
 * Products side by side, in a modal dialog: one column each, one row for each thing they share.
 */
import { GRADES, type Reason } from "../api";
import type { Contrast, Picked } from "../messages";
import compareCss from "./compare.css";
import dialogCss from "./dialog.css";
import { contain, el, shadow } from "./dom";
import { tile } from "./mix";
import { differences, figureOf, pointsOf, validity } from "./sections";
import spokenCss from "./spoken.css";
import tokensCss from "./tokens.css";
import type { Speech } from "./words-extras";

export const COMPARE_TAG = "indkobskompas-compare";
const TITLE = "title";

type Cell = Array<Node | string>;

export interface CompareNeeds {
  speech: Speech;
  contrast: Contrast;
  /** Called with a product to take out, or with none to take out all. */
  drop: (item?: Picked) => void;
  /** Where focus goes when the dialog closes. */
  opener: () => HTMLElement;
}

const muted = (text: string): HTMLElement => el("div", { class: "muted" }, text);

/** Every criterion of any of the products, in the order they are met, with its text. */
function criteriaOf(items: readonly Picked[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const { reasons } of items) {
    for (const { criterion, text } of reasons) {
      const key = criterion || text;
      if (!found.has(key)) found.set(key, text);
    }
  }
  return found;
}

function gradeCell({ grade, range }: Picked, { words }: Speech): Cell {
  if (grade) return [tile(grade)];
  return range ? [el("span", { class: "tile" }, range.join("–"))] : [words.unknown];
}

function reasonCell(reason: Reason | undefined, speech: Speech): Cell {
  if (!reason) return ["–"];
  const { words, format } = speech;
  const { contribution } = reason;
  const points = contribution === null ? null : words.contribution(format.points(contribution));
  return [figureOf(reason, speech) ?? "–", ...(points ? [muted(points)] : [])];
}

function labelsCell({ labels }: Picked, speech: Speech): Cell {
  if (labels.length === 0) return [speech.extra.none];
  return labels.map((label) => el("div", { class: "label" }, label.name, validity(label, speech)));
}

function alternativeCell({ alternatives: [better] }: Picked, speech: Speech): Cell {
  if (!better) return [speech.extra.none];
  const link = el("a", { href: better.path }, better.name);
  return [`${better.grade ?? "?"}: `, link, muted(differences(better, speech).join(" · "))];
}

/** Rows by their name; the criteria stand aligned, whichever products have them. */
function rowsOf(items: readonly Picked[], speech: Speech): Array<[string, Cell[]]> {
  const { extra, words, format } = speech;
  const each = (cell: (item: Picked) => Cell): Cell[] => items.map(cell);
  const criteria = [...criteriaOf(items)].map(([key, text]): [string, Cell[]] => {
    const of = ({ reasons }: Picked) => reasons.find((one) => (one.criterion || one.text) === key);
    return [text, each((item) => reasonCell(of(item), speech))];
  });
  return [
    [extra.grade, each((item) => gradeCell(item, speech))],
    [extra.points, each((item) => [pointsOf(item, speech) ?? "–"])],
    [
      words.certainty,
      each(({ match, coverage }) => [
        words.confidence[match.confidence],
        muted(words.coverage(format.percent(coverage))),
      ]),
    ],
    ...criteria,
    [words.labels, each((item) => labelsCell(item, speech))],
    [extra.price, each(({ price }) => [price ? format.money(price.amount, price.currency) : "–"])],
    [extra.alternative, each((item) => alternativeCell(item, speech))],
  ];
}

function tableOf(items: readonly Picked[], { speech, drop }: CompareNeeds): HTMLElement {
  const { extra, words } = speech;
  const heads = items.map((item) => {
    const name = item.product?.name ?? words.unknownProduct;
    const remove = el("button", { type: "button", class: "remove" }, "×");
    remove.setAttribute("aria-label", extra.remove(name));
    remove.addEventListener("click", () => drop(item));
    return el("th", { scope: "col" }, el("div", { class: "head" }, name, remove));
  });
  const rows = rowsOf(items, speech).map(([name, cells]) => {
    const data = cells.map((cell) => el("td", {}, ...cell));
    return el("tr", {}, el("th", { scope: "row" }, name), ...data);
  });
  const corner = el("td", { class: "corner" });
  const best = el("caption", { class: "live" }, `${extra.comparing}, ${GRADES.join("–")}`);
  const table = el("table", {}, best, el("thead", {}, el("tr", {}, corner, ...heads)));
  table.append(el("tbody", {}, ...rows));
  const attributes = { class: "scroll", role: "region", tabindex: 0, "aria-labelledby": TITLE };
  return el("div", attributes, table);
}

let current: { host: HTMLElement; dialog: HTMLDialogElement } | null = null;

/** Close the comparison if it is open. */
export function closeCompare(): void {
  current?.dialog.close();
}

/** Open the comparison; returns what shows other products in it while it is open. */
export function openCompare(items: readonly Picked[], needs: CompareNeeds) {
  closeCompare();
  const { speech, contrast, drop, opener } = needs;
  const { extra, words, language } = speech;
  const host = document.createElement(COMPARE_TAG);
  const root = shadow(host, tokensCss, dialogCss, spokenCss, compareCss);
  const close = el("button", { type: "button", class: "close", "aria-label": words.close }, "×");
  const clear = el("button", { type: "button", class: "plain" }, extra.clear);
  const title = el("h2", { id: TITLE, tabindex: -1 }, extra.comparing);
  const live = el("p", { class: "live", role: "status" });
  const content = el("div", { class: "content" });
  const attributes = { class: "ik", lang: language, "aria-labelledby": TITLE };
  const top = el("div", { class: "top" }, title, clear, close);
  const dialog = el("dialog", { ...attributes, "data-contrast": contrast }, top, content, live);
  root.append(dialog);
  contain(host);

  const fill = (shown: readonly Picked[]): void => {
    clear.hidden = shown.length === 0;
    const empty = el("p", { class: "empty" }, extra.emptyCompare);
    content.replaceChildren(shown.length > 0 ? tableOf(shown, fillNeeds) : empty);
  };
  // The button that was pressed goes with its column; focus waits at the title.
  const dropped = (item?: Picked): void => {
    drop(item);
    title.focus();
    if (item) live.textContent = extra.removed(item.product?.name ?? words.unknownProduct);
  };
  const fillNeeds: CompareNeeds = { ...needs, drop: dropped };
  fill(items);
  close.addEventListener("click", () => dialog.close());
  clear.addEventListener("click", () => dropped());
  dialog.addEventListener("close", () => {
    host.remove();
    if (current?.host === host) current = null;
    opener().focus({ preventScroll: true });
  });
  current = { host, dialog };
  document.documentElement.append(host);
  dialog.showModal();
  return { fill };
}

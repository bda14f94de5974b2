/**
 * The picker's bar: what to point at, what would be read there, what was chosen, and the way back.
 */
import type { Adapter } from "../extract/format";
import { el } from "../ui/dom";
import type { NumberKind } from "./draft";
import { json } from "./give";
import type { Reading } from "./read";
import { canGoOn, STEPS, type State, stepOf } from "./steps";
import type { PickerWords } from "./words";

/** What the bar's buttons do. */
export interface Doings {
  begin: (mode: "product" | "listing") => void;
  number: (kind: NumberKind) => void;
  next: () => void;
  undo: () => void;
  cancel: () => void;
  move: () => void;
  download: () => void;
  copy: (text: HTMLElement) => void;
  more: () => void;
  key: (event: KeyboardEvent) => void;
}

function button(label: string, id: string, doing: () => void, style = ""): HTMLButtonElement {
  const made = el("button", { type: "button", class: style, id }, label);
  made.addEventListener("click", doing);
  return made;
}

function start(words: PickerWords, doings: Doings): Node[] {
  return [
    el("h2", {}, words.where),
    el("p", { class: "help" }, words.whereHelp),
    el(
      "div",
      { class: "row" },
      button(words.productPage, "product", () => doings.begin("product"), "primary"),
      button(words.listingPage, "listing", () => doings.begin("listing"), "primary"),
      button(words.cancel, "cancel", doings.cancel),
    ),
  ];
}

function kinds(state: State, words: PickerWords, doings: Doings): HTMLElement {
  const choices = (["gtin", "mpn", "sku"] as const).map((kind) => {
    const input = el("input", {
      type: "radio",
      name: "kind",
      id: `kind-${kind}`,
      checked: state.number === kind,
    });
    input.addEventListener("change", () => doings.number(kind));
    return el("label", {}, input, words.kinds[kind]);
  });
  return el("fieldset", {}, el("legend", {}, words.kind), ...choices);
}

/** The line on what is pointed at now. */
export function readingLine(reading: Reading | null, words: PickerWords): Node[] {
  if (!reading) return [el("span", { class: "help" }, words.how)];
  if (!reading.ok) return [el("span", { class: "fault" }, words.errors[reading.fault])];
  const { where, shown, cards } = reading.pick;
  const place = "label" in where ? where.label && words.atLabel(where.label) : where.selector;
  const count = cards ? ` (${words.cards(cards.length)})` : "";
  return [
    el("span", {}, `${words.reads}: `, el("b", {}, shown)),
    place && el("span", {}, `${words.at}: `, el("code", {}, place), count),
  ].filter((part) => part !== "");
}

function chosen(state: State, words: PickerWords): HTMLElement | null {
  if (state.picks.length === 0) return null;
  const pairs = state.picks.flatMap(({ kind, shown, cards }) => [
    el("dt", {}, words.got[kind]),
    el("dd", {}, cards ? words.cards(cards.length) : shown),
  ]);
  return el("dl", {}, ...pairs);
}

function pointing(state: State, words: PickerWords, doings: Doings): Node[] {
  const step = stepOf(state);
  if (!step || !state.mode) return [];
  const field = el("div", {
    id: "field",
    role: "application",
    tabindex: 0,
    "aria-label": words.field,
    "aria-describedby": "ask reading",
  });
  field.append(el("span", { "aria-hidden": "true" }, "↑ ↓ ← → ⏎"));
  field.addEventListener("keydown", doings.key);
  const steps = STEPS[state.mode];
  const on = canGoOn(state);
  const has = state.picks.length > 0 && step === "number";
  const list = chosen(state, words);
  return [
    el("p", { class: "step" }, words.step(state.at + 1, steps.length)),
    el("h2", { id: "ask" }, words.ask[step]),
    ...(step === "number" ? [kinds(state, words, doings)] : []),
    el("div", { class: "now" }, field, el("p", { id: "reading", role: "status" })),
    ...(list ? [list] : []),
    el(
      "div",
      { class: "row" },
      on && button(has ? words.next : words.skip, "next", doings.next, has ? "primary" : ""),
      button(words.undo, "undo", doings.undo),
      button(words.cancel, "cancel", doings.cancel),
      button(words.move, "move", doings.move, "plain"),
    ),
  ];
}

function done(adapter: Adapter, words: PickerWords, doings: Doings): Node[] {
  const text = el("pre", { tabindex: 0, role: "region", "aria-label": words.done }, json(adapter));
  return [
    el("h2", {}, words.done),
    text,
    el("p", { class: "help" }, words.doneHelp),
    el(
      "div",
      { class: "row" },
      button(words.download, "download", doings.download, "primary"),
      button(words.copy, "copy", () => doings.copy(text)),
      button(words.more, "more", doings.more),
      button(words.undo, "undo", doings.undo),
      button(words.close, "cancel", doings.cancel),
      el("p", { role: "status", id: "note" }),
    ),
  ];
}

/** The bar's contents in this state; `adapter` where all has been pointed at. */
export function contents(
  state: State,
  adapter: Adapter | null,
  words: PickerWords,
  doings: Doings,
): Node[] {
  if (state.mode === null) return start(words, doings);
  return adapter ? done(adapter, words, doings) : pointing(state, words, doings);
}

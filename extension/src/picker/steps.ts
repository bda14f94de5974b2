/**
 * Where the picker stands: the kind of page, the step, what was chosen. Plain data, no DOM changes.
 */
import type { NumberKind, Pick, PickKind } from "./draft";

export type Mode = "product" | "listing";
export type Step = "name" | "number" | "price" | "card" | "link" | "image";

export const STEPS: Record<Mode, readonly Step[]> = {
  product: ["name", "number", "price"],
  listing: ["card", "link", "image"],
};

/** Steps that a shop can do without. */
const OPTIONAL: readonly Step[] = ["price", "link", "image"];

export interface State {
  mode: Mode | null;
  /** Index in STEPS[mode]; past its end where all is done. */
  at: number;
  /** The kind of number that is pointed at now. */
  number: NumberKind;
  picks: Pick[];
}

export const START: State = { mode: null, at: 0, number: "gtin", picks: [] };

/** The step now, or null before the first and after the last. */
export function stepOf({ mode, at }: State): Step | null {
  return mode ? (STEPS[mode][at] ?? null) : null;
}

/** What kind of thing is pointed at in this step. */
export function kindOf(state: State): PickKind | null {
  const step = stepOf(state);
  return step === "number" ? state.number : step;
}

const inStep = (step: Step, { kind }: Pick): boolean =>
  step === "number" ? kind === "gtin" || kind === "mpn" || kind === "sku" : kind === step;

/** With one thing more chosen; numbers stay at their step, since a product may have several. */
export function choose(state: State, pick: Pick): State {
  const others = state.picks.filter(({ kind }) => kind !== pick.kind);
  const stays = stepOf(state) === "number";
  return { ...state, at: stays ? state.at : state.at + 1, picks: [...others, pick] };
}

/** Whether the step can be left without choosing more. */
export function canGoOn(state: State): boolean {
  const step = stepOf(state);
  if (!step) return false;
  return OPTIONAL.includes(step) || state.picks.some((pick) => inStep(step, pick));
}

/** One step back: the last thing chosen is chosen no more. */
export function undo(state: State): State {
  const steps = state.mode ? STEPS[state.mode] : [];
  const before = steps[state.at - 1];
  const last = state.picks.at(-1);
  if (last && state.at < steps.length && stepOf(state) === "number" && inStep("number", last)) {
    return { ...state, picks: state.picks.slice(0, -1) };
  }
  if (!before) return START;
  // Numbers are kept when their step is come back to, and taken back one by one there.
  const keep = before === "number";
  const picks = keep ? state.picks : state.picks.filter((pick) => !inStep(before, pick));
  return { ...state, at: state.at - 1, picks };
}

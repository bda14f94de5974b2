/**
 * The handles of a value function: each stands for the fields of one anchor, and drags them along.
 */
import type uPlot from "uplot";
import { clamped, fineness, neat, rounded, typed } from "./drawing";
import { draggable, enter, handle, put, type Spot } from "./handles";
import type { Anchor } from "./shapes";
import { fine, type Range, type View } from "./view";

const DETENT = 5; // pixels that a hand may stray along the other axis

/** Return how far an anchor may go without crossing its neighbours. */
function room(seen: View, anchor: Anchor, step: number): { x: Range; y: Range } {
  const { anchors, kind } = seen.shape;
  const at = anchors.findIndex((a) => a.key === anchor.key);
  const [before, after] = [anchors[at - 1], anchors[at + 1]];
  const { min, max } = anchor.x;
  const least = Math.max(seen.x[0], min === "" ? seen.x[0] : Number(min));
  const most = Math.min(seen.x[1], max === "" ? seen.x[1] : Number(max));
  const low = neat(before ? before.at[0] + step : Math.ceil(least / step) * step);
  const high = neat(after ? after.at[0] - step : Math.floor(most / step) * step);
  // A listed value is what it is: only its points can be dragged.
  const free = kind !== "table" && low <= high;
  const x: Range = free ? [low, high] : [anchor.at[0], anchor.at[0]];
  if (kind === "table") return { x, y: seen.y };
  // Points fall as figures get worse; after the last threshold comes what is earned otherwise.
  const falling = seen.fieldset.dataset.objective !== "max";
  const [better, worse] = falling ? [before, after] : [after, before];
  const otherwise =
    typed(seen.fieldset.querySelector<HTMLInputElement>("[data-role=otherwise]")) || 0;
  const floor = kind === "steps" ? otherwise : seen.y[0];
  return { x, y: [worse?.at[1] ?? floor, better?.at[1] ?? seen.y[1]] };
}

/** Hang a handle for an anchor into a plot. */
function hang(u: uPlot, seen: View, key: string, tell: Tell, life: AbortSignal): HTMLButtonElement {
  const made = handle(u.over, "point");
  made.dataset.handle = key;
  const find = (): Anchor | undefined => seen.shape.anchors.find((a) => a.key === key);
  let start: { x: string; y: string | undefined; at: Anchor["at"] } | undefined;

  /** Set the fields; what has not moved keeps the very text that was typed. */
  function set(anchor: Anchor, x: number, y: number): void {
    if (!start) return;
    enter(anchor.x, x === start.at[0] ? start.x : String(x));
    if (anchor.y) enter(anchor.y, y === start.at[1] ? (start.y ?? "") : String(y));
  }
  const dragged = {
    begin(): void {
      const anchor = find();
      if (!anchor) return;
      seen.held = key;
      start = { x: anchor.x.value, y: anchor.y?.value, at: anchor.at };
      for (const field of [anchor.x, anchor.y]) field?.classList.add("moving");
      tell(anchor.at);
    },
    move(to: Spot, by: Spot): boolean {
      const anchor = find();
      if (!anchor || !start) return false;
      const value = u.posToVal(to.x, "x");
      const step = Math.max(fine(seen, value), Number(anchor.x.step) || 0);
      const may = room(seen, anchor, step);
      const wished = rounded(value, step);
      const aside = Math.abs(by.x) < DETENT || seen.shape.kind === "table";
      const x = aside ? start.at[0] : clamped(wished, ...may.x);
      const high = rounded(u.posToVal(to.y, "y"), fineness(seen.y[1] - seen.y[0]));
      const level = Math.abs(by.y) < DETENT || !anchor.y;
      const y = level ? start.at[1] : clamped(high, ...may.y);
      set(anchor, x, y);
      tell([x, y]);
      return !aside && wished !== x;
    },
    back(): void {
      const anchor = find();
      if (anchor && start) set(anchor, ...start.at);
    },
    done(kept: boolean): void {
      seen.held = undefined;
      tell(undefined);
      for (const field of seen.fieldset.querySelectorAll(".moving")) {
        field.classList.remove("moving");
        if (kept) field.dispatchEvent(new Event("change", { bubbles: true }));
      }
    },
  };
  draggable(made, dragged, life);
  return made;
}

/** Says beside a place of the curve what it earns; nothing without a place. */
export type Tell = (at: Anchor["at"] | undefined) => void;

/** Put the handles where the anchors are; returns those that there are now. */
export function place(
  u: uPlot,
  seen: View,
  handles: Map<string, HTMLButtonElement>,
  tell: Tell,
  life: AbortSignal,
): void {
  const keys = new Set(seen.shape.anchors.map((a) => a.key));
  for (const [key, made] of handles) {
    if (keys.has(key) || key === seen.held) continue;
    made.remove();
    handles.delete(key);
  }
  for (const { key, at } of seen.shape.anchors) {
    const made = handles.get(key) ?? hang(u, seen, key, tell, life);
    handles.set(key, made);
    put(made, { x: u.valToPos(at[0], "x"), y: u.valToPos(at[1], "y") });
  }
}

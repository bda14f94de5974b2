/**
 * What is seen of a value function: its shape and the stretch of the axes that it is drawn on.
 */
import { fineness, type Histogram, histogram, rounded, written } from "./drawing";
import { type Shape, shape } from "./shapes";

export type Range = [min: number, max: number];

/** One value function in its fieldset; `look` renews shape and ranges. */
export interface View {
  figure: HTMLElement;
  fieldset: HTMLElement;
  log: boolean;
  unit: string;
  bars: Histogram | undefined;
  shape: Shape;
  x: Range;
  y: Range;
  /** The handle that is being dragged; the axes stand still meanwhile. */
  held: string | undefined;
}

/** Return the ends of the x axis: all figures and anchors, with room to drag beyond them. */
function reach(values: number[], log: boolean): Range | undefined {
  const usable = values.filter((x) => Number.isFinite(x) && (!log || x > 0));
  if (!usable.length) return undefined;
  const [low, high] = [Math.min(...usable), Math.max(...usable)];
  if (log) {
    const room = Math.max((high / low) ** 0.06, 1.1);
    return [low / room, high * room];
  }
  const room = (high - low || Math.abs(high) || 1) * 0.08;
  return [low >= 0 ? Math.max(0, low - room) : low - room, high + room];
}

/** Return the view of a figure; undefined where it stands in no value function. */
export function view(figure: HTMLElement): View | undefined {
  const fieldset = figure.closest<HTMLElement>("fieldset.value");
  if (!fieldset) return undefined;
  return {
    figure,
    fieldset,
    log: fieldset.dataset.kind === "log",
    unit: fieldset.dataset.unit ?? "",
    bars: histogram(figure.dataset.histogram),
    shape: shape(fieldset, figure.dataset.sampled),
    x: [0, 1],
    y: [0, 100],
    held: undefined,
  };
}

/** Read the fields anew; returns whether there is anything to draw. */
export function look(seen: View): boolean {
  seen.shape = shape(seen.fieldset, seen.figure.dataset.sampled);
  if (seen.held !== undefined) return true;
  const found = reach([...seen.shape.figures, ...(seen.bars?.edges ?? [])], seen.log);
  if (!found) return false;
  seen.x = found;
  const heights = seen.shape.corners(...found).map(([, y]) => y);
  seen.y = [Math.min(0, ...heights), Math.max(100, ...heights)];
  return true;
}

/** Return how finely a figure is told and set: by the axis, or with log by the figure itself. */
export function fine(seen: View, x: number): number {
  return fineness(seen.log ? x : seen.x[1] - seen.x[0]);
}

/** Return what is said of a place on the curve. */
export function said(seen: View, x: number, y: number): string {
  return `${written(rounded(x, fine(seen, x)), 6)} ${seen.unit} → ${written(y, 1)}`;
}

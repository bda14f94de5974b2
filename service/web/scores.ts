/**
 * The scores of a catalogue: bars in the colours of the grades they fall in, before as a line.
 */
import type uPlot from "uplot";
import { bar, type Histogram } from "./drawing";

const TALL = 0.92; // of the plot's height, for the highest bar

/** The lower bound of one grade, and the field that holds it. */
export interface Cut {
  letter: string;
  field: HTMLInputElement;
  at: number;
}

/** Where a grade begins and ends; from is above to where cuts have crossed. */
interface Stretch {
  letter: string;
  from: number;
  to: number;
}

/** Return the stretches of the grades, best first; the last has no cut and begins at 0. */
function stretches(cuts: Cut[]): Stretch[] {
  const last = cuts.at(-1)?.letter ?? "D";
  const letters = [...cuts.map((cut) => cut.letter), String.fromCharCode(last.charCodeAt(0) + 1)];
  const at = (i: number, otherwise: number): number => cuts[i]?.at ?? otherwise;
  return letters.map((letter, i) => ({ letter, from: at(i, 0), to: at(i - 1, 100) }));
}

/** Draw of each bar what lies within one grade, so that a cut shows inside a bar too. */
function part(u: uPlot, drawn: Histogram, most: number, grade: Stretch, edge: string): void {
  drawn.counts.forEach((n, i) => {
    const [left, right] = [drawn.edges[i] ?? 0, drawn.edges[i + 1] ?? 0];
    const [start, end] = [Math.max(left, grade.from), Math.min(right, grade.to)];
    if (end > start) bar(u, start, end, (TALL * n) / most, end === right ? 1 : 0, edge);
  });
}

function outline(u: uPlot, drawn: Histogram, most: number): void {
  const { ctx, bbox } = u;
  const floor = bbox.top + bbox.height;
  const place = (x: number): number => u.valToPos(x, "x", true);
  ctx.beginPath();
  ctx.moveTo(place(drawn.edges[0] ?? 0), floor);
  drawn.counts.forEach((n, i) => {
    const top = floor - (TALL * bbox.height * n) / most;
    ctx.lineTo(place(drawn.edges[i] ?? 0), top);
    ctx.lineTo(place(drawn.edges[i + 1] ?? 0), top);
  });
  ctx.lineTo(place(drawn.edges.at(-1) ?? 0), floor);
  ctx.lineWidth = 1.5 * devicePixelRatio;
  ctx.lineJoin = "round";
  ctx.stroke();
}

/** Draw the scores after and before, and a strip under them that tells the grades. */
export function scores(
  u: uPlot,
  cuts: Cut[],
  after: Histogram | undefined,
  before: Histogram | undefined,
  ink: (token: string) => string,
): void {
  const most = Math.max(1, ...(after?.counts ?? []), ...(before?.counts ?? []));
  for (const grade of stretches(cuts)) {
    const token = `--chart-${grade.letter.toLowerCase()}`;
    const fill = ink(token);
    u.ctx.fillStyle = fill;
    if (after) part(u, after, most, grade, ink(`${token}-edge`));
    u.ctx.fillStyle = fill;
    const [left, right] = [u.valToPos(grade.from, "x", true), u.valToPos(grade.to, "x", true)];
    const under = u.bbox.top + u.bbox.height + 2 * devicePixelRatio;
    if (right > left) u.ctx.fillRect(left, under, right - left, 5 * devicePixelRatio);
  }
  u.ctx.strokeStyle = ink("--chart-before");
  if (before) outline(u, before, most);
}

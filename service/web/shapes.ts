/**
 * Value functions as scoring/values.py has them, read from the fields that hold them.
 */
import { numbers, read, typed } from "./drawing";

export type Point = [x: number, y: number];

/** A point that can be dragged, and the fields behind it; without a field it stays at that place. */
export interface Anchor {
  key: string;
  x: HTMLInputElement;
  y: HTMLInputElement | undefined;
  at: Point;
}

export interface Shape {
  kind: string;
  anchors: Anchor[];
  /** The figures that the axis has to reach, rising. */
  figures: number[];
  /** Corners of what is drawn, x rising, within the ends asked for. */
  corners(min: number, max: number): Point[];
  /** The points of a figure; NaN where they cannot be told. */
  points(x: number): number;
}

const finite = (at: Point): boolean => at.every(Number.isFinite);
const rising = (a: { at: Point }, b: { at: Point }): number => a.at[0] - b.at[0];

/** Return the points on straight lines between corners, level outside. */
export function between(corners: Point[], x: number, scale: (x: number) => number): number {
  const after = corners.findIndex((corner) => corner[0] >= x);
  const [to, from] = [corners[after], corners[after - 1]];
  if (!to) return corners.at(-1)?.[1] ?? Number.NaN;
  if (!from || to[0] === from[0]) return to[1];
  const way = (scale(x) - scale(from[0])) / (scale(to[0]) - scale(from[0]));
  return from[1] + way * (to[1] - from[1]);
}

function lines(kind: string, anchors: Anchor[], inner: Point[]): Shape {
  const scale = kind === "log" ? Math.log : (x: number): number => x;
  return {
    kind,
    anchors,
    figures: inner.map(([x]) => x),
    points: (x) => between(inner, x, scale),
    corners(min, max) {
      const [first, last] = [inner[0], inner.at(-1)];
      if (!first || !last) return [];
      const left: Point[] = min < first[0] ? [[min, first[1]]] : [];
      return [...left, ...inner, ...(max > last[0] ? [[max, last[1]] as Point] : [])];
    },
  };
}

/** Thresholds with their bounds included: at or under them with min, at or over with max. */
function steps(anchors: Anchor[], otherwise: number, falling: boolean): Shape {
  const bounds = anchors.map((a) => a.at);
  const points = (x: number): number => {
    const met = falling ? bounds.find(([b]) => x <= b) : bounds.findLast(([b]) => x >= b);
    return met ? met[1] : otherwise;
  };
  const corners = (min: number, max: number): Point[] => {
    const inside = bounds.filter(([b]) => b > min && b < max);
    const beyond = (i: number): number => {
      const next = falling ? bounds[bounds.indexOf(inside[i] as Point) + 1] : inside[i];
      return next ? next[1] : otherwise;
    };
    const before = (i: number): number => {
      const met = falling ? inside[i] : bounds[bounds.indexOf(inside[i] as Point) - 1];
      return met ? met[1] : otherwise;
    };
    const risers = inside.flatMap(([b], i): Point[] => [
      [b, before(i)],
      [b, beyond(i)],
    ]);
    return [[min, points(min)], ...risers, [max, points(max)]];
  };
  return { kind: "steps", anchors, figures: bounds.map(([b]) => b), points, corners };
}

/** Listed values: a figure counts as the nearest one. */
function table(anchors: Anchor[]): Shape {
  const near = (x: number) => (best: Anchor, a: Anchor) =>
    Math.abs(a.at[0] - x) < Math.abs(best.at[0] - x) ? a : best;
  const [first] = anchors;
  const points = (x: number): number => (first ? anchors.reduce(near(x), first).at[1] : Number.NaN);
  const listed = anchors.map((a) => a.at);
  const figures = listed.map(([x]) => x);
  return { kind: "table", anchors, figures, points, corners: () => listed };
}

/** Return the shape that a fieldset's fields tell; fields that hold no number are left out. */
export function shape(fieldset: HTMLElement, sampled: string | undefined): Shape {
  const kind = fieldset.dataset.kind ?? "";
  const field = (selector: string): HTMLInputElement | undefined =>
    fieldset.querySelector<HTMLInputElement>(`input${selector}`) ?? undefined;
  const anchors: Anchor[] = [];
  if (kind === "linear" || kind === "log") {
    for (const [role, y] of [["best", 100] as const, ["worst", 0] as const]) {
      const x = field(`[data-role=${role}]`);
      if (x) anchors.push({ key: role, x, y: undefined, at: [typed(x), y] });
    }
  } else {
    for (const x of fieldset.querySelectorAll<HTMLInputElement>("input[data-axis=x]")) {
      const key = x.dataset.point ?? "";
      const y = field(`[data-point="${CSS.escape(key)}"][data-axis=y]`);
      if (y) anchors.push({ key, x, y, at: [typed(x), typed(y)] });
    }
  }
  const known = anchors.filter((a) => finite(a.at) && (kind !== "log" || a.at[0] > 0));
  known.sort(rising);
  if (kind === "steps") {
    const otherwise = typed(field("[data-role=otherwise]"));
    return steps(
      known,
      Number.isFinite(otherwise) ? otherwise : 0,
      fieldset.dataset.objective !== "max",
    );
  }
  if (kind === "table") return table(known);
  if (kind === "affine" || kind === "formula") {
    const rows = (read(sampled) ?? []) as unknown[];
    const given = Array.isArray(rows) ? rows.map(numbers).filter((row) => row.length === 2) : [];
    return lines(kind, [], given as Point[]);
  }
  const whole = kind === "points" || known.length === 2;
  return lines(kind, known, whole ? known.map((a) => a.at) : []);
}

/**
 * What the charts share: their life, their colours, histograms, ticks, and numbers as written here.
 */
import type uPlot from "uplot";

/** One thing drawn from the page's own fields; draws itself anew and leaves nothing behind. */
export interface Chart {
  draw(): void;
  end(): void;
}

/** Counts between rising edges, one more edge than counts. */
export interface Histogram {
  edges: number[];
  counts: number[];
}

/** Return what an attribute holds as JSON, undefined where it holds none. */
export function read(text: string | undefined): unknown {
  try {
    return text ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}

/** Return the numbers of a list, [] where it is none or holds anything else. */
export function numbers(found: unknown): number[] {
  return Array.isArray(found) && found.every(Number.isFinite) ? found : [];
}

/** Return the histogram in an attribute; undefined where there is none or nothing in it. */
export function histogram(text: string | undefined): Histogram | undefined {
  const found = read(text) as Partial<Histogram> | null | undefined;
  const [edges, counts] = [numbers(found?.edges), numbers(found?.counts)];
  return counts.some((n) => n > 0) && edges.length === counts.length + 1
    ? { edges, counts }
    : undefined;
}

/** Return the number in a field, NaN where there is none. */
export function typed(field: HTMLInputElement | null | undefined): number {
  return field && field.value.trim() !== "" ? Number(field.value) : Number.NaN;
}

const language = (): string => document.documentElement.lang || "da";

/** Return a number as people here write it, with at most so many decimals. */
export function written(x: number, decimals = 2): string {
  return new Intl.NumberFormat(language(), { maximumFractionDigits: decimals }).format(x);
}

/** Return how fine a number need be told within a range of this width: a power of ten. */
export function fineness(width: number): number {
  return 10 ** Math.floor(Math.log10(Math.max(width, 1e-9) / 100));
}

/** Return x as a whole multiple of a step, without the dust of binary fractions. */
export function rounded(x: number, step: number): number {
  return neat(Math.round(x / step) * step);
}

export const clamped = (x: number, low: number, high: number): number =>
  Math.min(Math.max(x, low), high);

/** Return x without the dust of binary fractions. */
export const neat = (x: number): number => Number(x.toPrecision(12));

/** Return ticks within a logarithmic range: 1, 2 and 5 times powers of ten, or fewer for room. */
export function decades(low: number, high: number, most: number): number[] {
  const powers: number[] = [];
  for (let k = Math.floor(Math.log10(low)); k <= Math.log10(high); k++) powers.push(10 ** k);
  const of = (digits: number[]): number[] =>
    powers.flatMap((p) => digits.map((n) => neat(n * p))).filter((x) => x >= low && x <= high);
  const finest = of([1, 2, 5]);
  return finest.length <= most ? finest : of([1]);
}

/** Return what resolves a token such as "--chart-line" to a colour that a canvas understands. */
export function inks(figure: HTMLElement): (token: string) => string {
  const probe = document.createElement("i");
  probe.className = "ink";
  figure.append(probe);
  return (token) => {
    probe.style.color = `var(${token})`;
    return getComputedStyle(probe).color;
  };
}

/** Return the font of a figure for a canvas, in CSS pixels; uPlot scales it. */
export function font(figure: HTMLElement): string {
  return `12px ${getComputedStyle(figure).fontFamily}`;
}

/** What all plots have in common: no legend, no zooming, no marks of uPlot's own. */
export const PLAIN: Pick<uPlot.Options, "legend" | "cursor"> = {
  legend: { show: false },
  cursor: { x: false, y: false, points: { show: false }, drag: { x: false, y: false } },
};

/** Return an axis in the figure's colours and font. */
export function axis(figure: HTMLElement, ink: (token: string) => string): uPlot.Axis {
  return {
    stroke: () => ink("--chart-muted"),
    font: font(figure),
    labelFont: font(figure),
    ticks: { show: false },
    grid: { stroke: () => ink("--chart-grid"), width: 1 },
    border: { show: false },
    filter: (_, splits) => splits,
  };
}

/** Give a plot new data, and the size that its figure has now. */
export function redraw(u: uPlot, figure: HTMLElement, data: uPlot.AlignedData): void {
  const { clientWidth: width, clientHeight: height } = figure;
  if (u.width !== width || u.height !== height) u.setSize({ width, height });
  u.setData(data);
}

/** Draw a bar between two values of x, its height a share of the plot's; with an edge on top. */
export function bar(
  u: uPlot,
  from: number,
  to: number,
  share: number,
  gap = 1,
  edge = "transparent",
): void {
  const { ctx, bbox } = u;
  const { min = 0, max = 0 } = u.scales.x ?? {};
  const place = (x: number): number => u.valToPos(clamped(x, min, max), "x", true);
  const [left, right] = [place(from), place(to)];
  const top = bbox.top + bbox.height * (1 - share);
  if (right <= left || share <= 0) return;
  const width = Math.max(right - left - gap * devicePixelRatio, 1);
  ctx.fillRect(left, top, width, share * bbox.height);
  const inside = ctx.fillStyle;
  ctx.fillStyle = edge;
  ctx.fillRect(left, top, width, 1.5 * devicePixelRatio);
  ctx.fillStyle = inside;
}

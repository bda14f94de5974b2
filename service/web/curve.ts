/**
 * A value function as a curve, the catalogue's figures as bars behind it, and handles on it.
 */
import uPlot from "uplot";
import { axis, bar, type Chart, clamped, decades, inks, PLAIN, redraw, written } from "./drawing";
import { place, type Tell } from "./grips";
import { look, said, type View, view } from "./view";

const TALL = 0.62; // of the plot's height: the highest bar stays under most of the curve

type Ink = (token: string) => string;

/** Return uPlot's options for a view; the hooks are the caller's. */
function options(seen: View, ink: Ink, hooks: uPlot.Hooks.Arrays): uPlot.Options {
  const { figure, log, unit } = seen;
  const line = axis(figure, ink);
  const table = seen.shape.kind === "table";
  const logarithmic = {
    distr: 100 as uPlot.Scale.Distr,
    fwd: Math.log10,
    bwd: (v: number) => 10 ** v,
  };
  const across: uPlot.Axis = {
    ...line,
    ...(unit ? { label: unit, labelSize: 20, labelGap: 0 } : {}),
    size: 28,
    space: 64,
    grid: { show: false },
    values: (_, splits) => splits.map((x) => written(x, 4)),
  };
  if (log) across.splits = (u) => decades(...seen.x, u.bbox.width / devicePixelRatio / 52);
  if (table) across.splits = () => seen.shape.figures;
  return {
    ...PLAIN,
    width: figure.clientWidth,
    height: figure.clientHeight,
    padding: [14, 14, 0, 0],
    scales: {
      x: { time: false, range: () => seen.x, ...(log ? logarithmic : {}) },
      y: { range: () => seen.y },
    },
    axes: [
      across,
      {
        ...line,
        size: 40,
        incrs: [1, 5, 25, 50, 100, 250, 500],
        values: (_, splits) => splits.map((y) => written(y)),
      },
    ],
    series: [
      {},
      {
        stroke: () => ink("--chart-curve"),
        fill: () => ink("--chart-area"),
        width: 2.5,
        points: { show: false },
        ...(table ? { paths: () => null } : {}),
      },
    ],
    hooks,
  };
}

/** Draw the catalogue's figures, and the stems of listed values. */
function behind(u: uPlot, { bars, shape, y }: View, ink: Ink): void {
  const most = Math.max(1, ...(bars?.counts ?? []));
  u.ctx.fillStyle = ink("--chart-bars");
  bars?.counts.forEach((n, i) => {
    bar(u, bars.edges[i] ?? 0, bars.edges[i + 1] ?? 0, (TALL * n) / most);
  });
  if (shape.kind !== "table") return;
  u.ctx.fillStyle = ink("--chart-curve");
  const [floor, wide] = [u.valToPos(y[0], "y", true), 2 * devicePixelRatio];
  for (const { at } of shape.anchors) {
    const top = u.valToPos(at[1], "y", true);
    u.ctx.fillRect(u.valToPos(at[0], "x", true) - wide / 2, top, wide, floor - top);
  }
}

/** Say in a plot's readout what a place on the curve earns. */
function teller(u: uPlot, seen: View): Tell {
  const told = document.createElement("span");
  told.className = "readout";
  told.hidden = true;
  u.over.append(told);
  return (at) => {
    told.hidden = !at?.every(Number.isFinite);
    if (!at || told.hidden) return;
    told.textContent = said(seen, ...at);
    const half = told.offsetWidth / 2;
    const left = clamped(u.valToPos(at[0], "x"), half, Math.max(half, u.over.clientWidth - half));
    const top = u.valToPos(at[1], "y");
    told.style.transform = `translate(${left - half}px, ${top < 44 ? top + 16 : top - 42}px)`;
  };
}

/** Draw a value function into its figure, and keep it in step with the fields of its fieldset. */
export function curve(figure: HTMLElement): Chart | undefined {
  const seen = view(figure);
  if (!seen) return undefined;
  const ink = inks(figure);
  const over = new AbortController();
  const { signal } = over;
  const handles = new Map<string, HTMLButtonElement>();
  let plot: uPlot | undefined;
  let tell: Tell = () => undefined;

  function hover(u: uPlot): void {
    if (!seen || seen.held !== undefined) return;
    const { left = -1 } = u.cursor;
    const x = u.posToVal(left, "x");
    tell(left < 0 ? undefined : [x, seen.shape.points(x)]);
  }
  function draw(): void {
    if (!seen) return;
    figure.hidden = !look(seen);
    if (figure.hidden || !figure.clientWidth) return;
    const corners = seen.shape.corners(...seen.x);
    const data: uPlot.AlignedData = [corners.map(([x]) => x), corners.map(([, y]) => y)];
    if (plot) {
      redraw(plot, figure, data);
      return;
    }
    const hooks: uPlot.Hooks.Arrays = {
      drawAxes: [(u) => behind(u, seen, ink)],
      draw: [(u) => place(u, seen, handles, drawn, signal)],
      setCursor: [hover],
    };
    plot = new uPlot(options(seen, ink, hooks), data, figure);
    tell = teller(plot, seen);
  }
  /** Tell during a drag, and draw with fresh axes when it is over. */
  const drawn: Tell = (at) => {
    tell(at);
    if (!at) draw();
  };
  /** Mark the handle whose field is being typed in. */
  const near = (event: Event): void => {
    const field = event.type === "focusin" ? (event.target as HTMLElement) : undefined;
    for (const [key, made] of handles) {
      made.classList.toggle("near", key === (field?.dataset.point ?? field?.dataset.role));
    }
  };
  seen.fieldset.addEventListener("input", draw, { signal });
  seen.fieldset.addEventListener("focusin", near, { signal });
  seen.fieldset.addEventListener("focusout", near, { signal });
  return {
    draw,
    end() {
      over.abort();
      plot?.destroy();
    },
  };
}

/**
 * A value function as a curve, the catalogue's figures as bars behind it, and handles on it.
 */
import uPlot from "uplot";
import {
  axis,
  bar,
  type Chart,
  clamped,
  decades,
  fineness,
  histogram,
  inks,
  PLAIN,
  redraw,
  rounded,
  typed,
  written,
} from "./drawing";
import { draggable, enter, handle, put, type Spot } from "./handles";
import { type Anchor, type Shape, shape } from "./shapes";

const TALL = 0.62; // of the plot's height: the highest bar stays under most of the curve
const DETENT = 5; // pixels that a finger may stray along the other axis

type Range = [min: number, max: number];

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

/** Draw a value function into its figure, and keep it in step with the fields of its fieldset. */
export function curve(figure: HTMLElement): Chart | undefined {
  const fieldset = figure.closest<HTMLElement>("fieldset.value");
  if (!fieldset) return undefined;
  const log = fieldset.dataset.kind === "log";
  const unit = fieldset.dataset.unit ?? "";
  const bars = histogram(figure.dataset.histogram);
  const most = Math.max(1, ...(bars?.counts ?? []));
  const ink = inks(figure);
  const over = new AbortController();
  const handles = new Map<string, HTMLButtonElement>();
  let now: Shape = shape(fieldset, figure.dataset.sampled);
  let range: Range = [0, 1];
  let tall: Range = [0, 100];
  let held: string | undefined;
  let plot: uPlot | undefined;

  const data = (): uPlot.AlignedData => {
    const corners = now.corners(...range);
    return [corners.map(([x]) => x), corners.map(([, y]) => y)];
  };

  /** Read the fields; the axes stand still while something is dragged. */
  function look(): boolean {
    now = shape(fieldset as HTMLElement, figure.dataset.sampled);
    if (held !== undefined) return true;
    const corners = now.corners(Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY);
    const own = now.kind === "steps" ? now.anchors.map((a) => a.at) : corners;
    const found = reach([...own.map(([x]) => x), ...(bars?.edges ?? [])], log);
    if (!found) return false;
    range = found;
    const heights = now.corners(...range).map(([, y]) => y);
    tall = [Math.min(0, ...heights), Math.max(100, ...heights)];
    return true;
  }

  function options(): uPlot.Options {
    const line = axis(figure, ink);
    const distr = log ? { distr: 100 as uPlot.Scale.Distr, fwd: Math.log10 } : {};
    return {
      ...PLAIN,
      width: figure.clientWidth,
      height: figure.clientHeight,
      padding: [14, 14, 0, 0],
      scales: {
        x: { time: false, range: () => range, ...distr, ...(log ? { bwd: (v) => 10 ** v } : {}) },
        y: { range: () => tall },
      },
      axes: [
        {
          ...line,
          ...(unit ? { label: unit, labelSize: 20, labelGap: 0 } : {}),
          size: 28,
          space: 64,
          grid: { show: false },
          values: (_, splits) => splits.map((x) => written(x, 4)),
          ...(log ? { splits: () => decades(...range) } : {}),
        },
        {
          ...line,
          size: 40,
          ...(tall[0] === 0 && tall[1] === 100 ? { splits: [0, 25, 50, 75, 100] } : {}),
          values: (_, splits) => splits.map((y) => written(y)),
        },
      ],
      series: [
        {},
        {
          stroke: () => ink("--chart-curve"),
          width: 2.5,
          points: { show: false },
          ...(now.kind === "table" ? { paths: () => null } : {}),
        },
      ],
      hooks: {
        drawAxes: [behind],
        draw: [front],
        setCursor: [hover],
      },
    };
  }

  function behind(u: uPlot): void {
    u.ctx.fillStyle = ink("--chart-bars");
    bars?.counts.forEach((n, i) => {
      bar(u, bars.edges[i] ?? 0, bars.edges[i + 1] ?? 0, (TALL * n) / most);
    });
    if (now.kind !== "table") return;
    u.ctx.fillStyle = ink("--chart-curve");
    for (const { at } of now.anchors) {
      const [x, y] = [u.valToPos(at[0], "x", true), u.valToPos(at[1], "y", true)];
      u.ctx.fillRect(
        x - devicePixelRatio,
        y,
        2 * devicePixelRatio,
        u.valToPos(tall[0], "y", true) - y,
      );
    }
  }

  function front(u: uPlot): void {
    const keys = new Set(now.anchors.map((a) => a.key));
    for (const [key, made] of handles) {
      if (keys.has(key)) continue;
      made.remove();
      handles.delete(key);
    }
    for (const { key, at } of now.anchors) {
      const made = handles.get(key) ?? hang(u, key);
      put(made, { x: u.valToPos(at[0], "x"), y: u.valToPos(at[1], "y") });
    }
  }

  /** Tell beside a place what its figure earns. */
  function tell(u: uPlot, x: number | undefined, y = 0): void {
    const told = u.over.querySelector<HTMLElement>(".readout");
    if (!told) return;
    told.hidden = x === undefined || !Number.isFinite(y);
    if (x === undefined || told.hidden) return;
    const fine = log ? fineness(x * 100) : fineness(range[1] - range[0]);
    told.textContent = `${written(rounded(x, fine), 6)} ${unit} → ${written(y, 1)}`;
    const half = told.offsetWidth / 2;
    const left = clamped(u.valToPos(x, "x"), half, Math.max(half, u.over.clientWidth - half));
    const top = u.valToPos(y, "y");
    told.style.transform = `translate(${left - half}px, ${top < 44 ? top + 16 : top - 42}px)`;
  }

  function hover(u: uPlot): void {
    if (held !== undefined) return;
    const { left = -1 } = u.cursor;
    const x = left < 0 ? undefined : u.posToVal(left, "x");
    tell(u, x, x === undefined ? undefined : now.points(x));
  }

  /** Return how far an anchor may go without crossing its neighbours, and how finely. */
  function room(anchor: Anchor): { x: Range; y: Range; fine: number } {
    const at = now.anchors.findIndex((a) => a.key === anchor.key);
    const step = Number(anchor.x.step) || 0;
    const width = log ? anchor.at[0] : range[1] - range[0];
    const fine = Math.max(fineness(width), step);
    const [before, after] = [now.anchors[at - 1], now.anchors[at + 1]];
    const least = Math.max(range[0], anchor.x.min === "" ? range[0] : Number(anchor.x.min));
    const most = Math.min(range[1], anchor.x.max === "" ? range[1] : Number(anchor.x.max));
    const x: Range = [
      before ? before.at[0] + fine : rounded(Math.ceil(least / fine) * fine, fine),
      after ? after.at[0] - fine : rounded(Math.floor(most / fine) * fine, fine),
    ];
    if (now.kind === "table") return { x: [anchor.at[0], anchor.at[0]], y: tall, fine };
    const falling = fieldset?.dataset.objective !== "max";
    const [left, right] = [before?.at[1], after?.at[1]];
    const other =
      now.kind === "steps" ? typed(fieldset?.querySelector("[data-role=otherwise]")) : tall[0];
    const floor = (falling ? right : left) ?? (Number.isFinite(other) ? other : tall[0]);
    return { x, y: [floor, (falling ? left : right) ?? tall[1]], fine };
  }

  function hang(u: uPlot, key: string): HTMLButtonElement {
    const made = handle(u.over, "point");
    made.dataset.handle = key;
    handles.set(key, made);
    const anchor = (): Anchor | undefined => now.anchors.find((a) => a.key === key);
    let start: { x: string; y: string | undefined; at: Anchor["at"] } | undefined;
    draggable(
      made,
      {
        begin() {
          const found = anchor();
          if (!found) return;
          held = key;
          start = { x: found.x.value, y: found.y?.value, at: found.at };
          tell(u, ...found.at);
        },
        move(to: Spot, by: Spot) {
          const found = anchor();
          if (!found || !start) return false;
          const may = room(found);
          const wished = rounded(u.posToVal(to.x, "x"), may.fine);
          const x = Math.abs(by.x) < DETENT ? start.at[0] : clamped(wished, ...may.x);
          const high = rounded(u.posToVal(to.y, "y"), fineness(tall[1] - tall[0]));
          const y = Math.abs(by.y) < DETENT || !found.y ? start.at[1] : clamped(high, ...may.y);
          enter(found.x, x === start.at[0] ? start.x : String(x));
          if (found.y && start.y !== undefined) {
            enter(found.y, y === start.at[1] ? start.y : String(y));
          }
          tell(u, x, y);
          return wished !== x && Math.abs(by.x) >= DETENT && now.kind !== "table";
        },
        back() {
          const found = anchor();
          if (!found || !start) return;
          enter(found.x, start.x);
          if (found.y && start.y !== undefined) enter(found.y, start.y);
        },
        done(kept) {
          const found = anchor();
          held = undefined;
          tell(u, undefined);
          if (kept) found?.x.dispatchEvent(new Event("change", { bubbles: true }));
          draw();
        },
      },
      over.signal,
    );
    return made;
  }

  function draw(): void {
    figure.hidden = !look();
    if (figure.hidden || !figure.clientWidth) return;
    if (!plot) {
      plot = new uPlot(options(), data(), figure);
      const told = document.createElement("output");
      told.className = "readout";
      told.hidden = true;
      plot.over.append(told);
      return;
    }
    redraw(plot, figure, data());
  }

  /** Mark the handle whose field is being typed in. */
  const near = (event: Event): void => {
    const field = event.type === "focusin" ? (event.target as HTMLElement) : undefined;
    for (const [key, made] of handles) {
      made.classList.toggle("near", key === (field?.dataset.point ?? field?.dataset.role));
    }
  };
  fieldset.addEventListener("input", draw, { signal: over.signal });
  fieldset.addEventListener("focusin", near, { signal: over.signal });
  fieldset.addEventListener("focusout", near, { signal: over.signal });
  return {
    draw,
    end() {
      over.abort();
      plot?.destroy();
    },
  };
}

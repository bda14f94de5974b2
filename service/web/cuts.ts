/**
 * The grade cuts on the histogram of scores: after in the grades' colours, before as a line.
 */
import uPlot from "uplot";
import {
  axis,
  type Chart,
  clamped,
  fineness,
  histogram,
  inks,
  PLAIN,
  redraw,
  rounded,
  typed,
  written,
} from "./drawing";
import { draggable, enter, handle, put } from "./handles";
import { type Cut, scores } from "./scores";

const NEAR = 30; // pixels under which two letters would cover each other

/** Return the cuts of a fieldset, best first. */
function cutsIn(fieldset: HTMLElement): Cut[] {
  return [...fieldset.querySelectorAll<HTMLInputElement>("input[data-cut]")].map((field) => ({
    letter: field.dataset.cut ?? "",
    field,
    at: typed(field),
  }));
}

/** Mark fields whose cuts do not fall, and say so; what the server has said is left alone. */
function judge(fieldset: HTMLElement, found: Cut[]): void {
  const crossed = new Set<HTMLInputElement>();
  found.forEach((cut, i) => {
    const next = found[i + 1];
    if (next && cut.at <= next.at) for (const { field } of [cut, next]) crossed.add(field);
  });
  for (const { field } of found) {
    if (crossed.has(field)) {
      field.setAttribute("aria-invalid", "true");
      field.dataset.crossed = "";
    } else if ("crossed" in field.dataset) {
      field.removeAttribute("aria-invalid");
      delete field.dataset.crossed;
    }
  }
  const problem = fieldset.querySelector<HTMLElement>("[data-problem]");
  const text = problem?.dataset.crossed ?? "";
  if (problem && crossed.size > 0) problem.textContent = text;
  else if (problem?.textContent === text) problem.textContent = "";
}

/** Draw the cuts into their figure, and keep them in step with the fields of their fieldset. */
export function cuts(figure: HTMLElement): Chart | undefined {
  const fieldset = figure.closest<HTMLElement>("fieldset.cuts");
  if (!fieldset) return undefined;
  const after = histogram(figure.dataset.histogram);
  const before = histogram(figure.dataset.before);
  const ink = inks(figure);
  const over = new AbortController();
  const handles = new Map<string, HTMLButtonElement>();
  let now = cutsIn(fieldset);
  let plot: uPlot | undefined;

  function front(u: uPlot): void {
    let last = Number.POSITIVE_INFINITY;
    let row = 0;
    for (const { letter, at } of now) {
      const made = handles.get(letter) ?? hang(u, letter);
      made.hidden = !Number.isFinite(at);
      if (made.hidden) continue;
      const x = u.valToPos(clamped(at, 0, 100), "x");
      row = Math.abs(last - x) < NEAR ? 1 - row : 0;
      last = x;
      put(made, { x, y: 0 });
      made.classList.toggle("low", row === 1);
      u.ctx.fillStyle = ink("--chart-cut");
      const wide = 2 * devicePixelRatio;
      const left = u.valToPos(clamped(at, 0, 100), "x", true) - wide / 2;
      const top = u.bbox.top - 6 * devicePixelRatio;
      u.ctx.fillRect(left, top, wide, u.bbox.top + u.bbox.height - top);
    }
  }

  function hang(u: uPlot, letter: string): HTMLButtonElement {
    const made = handle(u.over, "cut", letter);
    made.dataset.handle = letter;
    made.dataset.grade = letter;
    const told = document.createElement("span");
    made.append(told);
    handles.set(letter, made);
    const find = (): number => now.findIndex((cut) => cut.letter === letter);
    let start = "";
    draggable(
      made,
      {
        begin() {
          start = now[find()]?.field.value ?? "";
          told.textContent = written(Number(start));
        },
        move(to) {
          const at = find();
          const field = now[at]?.field;
          if (!field) return false;
          const fine = Math.max(fineness(100), Number(field.step) || 0);
          const wished = rounded(u.posToVal(to.x, "x"), fine);
          const [better, worse] = [now[at - 1]?.at, now[at + 1]?.at];
          const high = better === undefined ? 100 : better - fine;
          const x = clamped(wished, worse === undefined ? 0 : worse + fine, high);
          enter(field, String(x));
          told.textContent = written(x);
          return x !== wished;
        },
        back() {
          const field = now[find()]?.field;
          if (field) enter(field, start);
        },
        done(kept) {
          told.textContent = "";
          if (kept) now[find()]?.field.dispatchEvent(new Event("change", { bubbles: true }));
        },
      },
      over.signal,
    );
    return made;
  }

  function options(): uPlot.Options {
    return {
      ...PLAIN,
      width: figure.clientWidth,
      height: figure.clientHeight,
      padding: [36, 14, 0, 14],
      scales: { x: { time: false, range: () => [0, 100] }, y: { range: () => [0, 1] } },
      axes: [
        { ...axis(figure, ink), size: 34, gap: 10, space: 40, grid: { show: false } },
        { show: false },
      ],
      series: [{}, { paths: () => null, points: { show: false } }],
      hooks: { drawAxes: [(u) => scores(u, now, after, before, ink)], draw: [front] },
    };
  }

  function draw(): void {
    now = cutsIn(fieldset as HTMLElement);
    judge(fieldset as HTMLElement, now);
    if (!figure.clientWidth) return;
    const data: uPlot.AlignedData = [
      [0, 100],
      [0, 0],
    ];
    if (plot) redraw(plot, figure, data);
    else plot = new uPlot(options(), data, figure);
  }

  fieldset.addEventListener("input", draw, { signal: over.signal });
  return {
    draw,
    end() {
      over.abort();
      plot?.destroy();
    },
  };
}

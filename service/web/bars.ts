/**
 * Small charts beside tables that have the same figures: pairs of bars, a shaded matrix, a tornado.
 */
import { type Chart, numbers, read } from "./drawing";

const SVG = "http://www.w3.org/2000/svg";
const HEATS = 6;

/** Return an SVG picture of bars given as [class, left, width, top, height]; the first three in %. */
type Drawn = [look: string, left: number, width: number, top: number, height: number];
function picture(height: number, drawn: Drawn[]): SVGSVGElement {
  const made = document.createElementNS(SVG, "svg");
  made.setAttribute("aria-hidden", "true");
  made.setAttribute("width", "100%");
  made.setAttribute("height", String(height));
  for (const [look, left, width, top, tall] of drawn) {
    const rect = document.createElementNS(SVG, "rect");
    rect.setAttribute("class", look);
    rect.setAttribute("x", `${left}%`);
    rect.setAttribute("width", `${width}%`);
    rect.setAttribute("y", String(top));
    rect.setAttribute("height", String(tall));
    rect.setAttribute("rx", "2");
    made.append(rect);
  }
  return made;
}

/** Draw before and after of each row of a table, by the largest figure in it. */
export function bars(table: HTMLElement): Chart {
  const draw = (): void => {
    const cells = [...table.querySelectorAll<HTMLElement>("[data-before][data-after]")];
    const pairs = cells.map((cell) => [cell.dataset.before, cell.dataset.after].map(Number));
    const most = Math.max(...pairs.flat().filter(Number.isFinite), 0);
    cells.forEach((cell, i) => {
      const [before = 0, after = 0] = pairs[i] ?? [];
      const row = cell.closest("tr");
      const place = cell.matches(".bar") ? cell : row?.querySelector<HTMLElement>("td.bar");
      if (!place || most === 0) return;
      const width = (n: number): number => (Number.isFinite(n) ? (100 * Math.max(n, 0)) / most : 0);
      place.replaceChildren(
        picture(20, [
          ["after", 0, width(after), 1, 11],
          ["before", 0, width(before), 14, 4],
        ]),
      );
    });
  };
  return { draw, end: () => undefined };
}

/** Shade the cells of a migration's table by their share of the row. */
export function migration(figure: HTMLElement): Chart {
  const draw = (): void => {
    const found = read(figure.dataset.matrix);
    const matrix = Array.isArray(found) ? found.map(numbers) : [];
    const table =
      figure.querySelector("table") ?? figure.parentElement?.querySelector<HTMLElement>("table");
    const rows = [...(table?.querySelectorAll("tbody tr") ?? [])];
    matrix.forEach((counts, i) => {
      const sum = counts.reduce((a, b) => a + b, 0);
      counts.forEach((n, j) => {
        const cell = rows[i]?.querySelectorAll("td")[j];
        const heat = n > 0 && sum > 0 ? Math.max(1, Math.ceil((HEATS * n) / sum)) : 0;
        for (let step = 0; step <= HEATS; step++) {
          cell?.classList.toggle(`heat-${step}`, step === heat);
        }
        cell?.classList.toggle("stays", i === j);
      });
    });
  };
  return { draw, end: () => undefined };
}

/** Draw what a step down (to the left) and a step up (to the right) of each thing changes. */
export function tornado(figure: HTMLElement): Chart {
  const draw = (): void => {
    const found = read(figure.dataset.bars);
    const given = (Array.isArray(found) ? found : []).map((one) => ({
      name: String(one?.name ?? ""),
      down: Math.max(0, Number(one?.down) || 0),
      up: Math.max(0, Number(one?.up) || 0),
    }));
    const most = Math.max(...given.flatMap(({ down, up }) => [down, up]), 0) || 1;
    figure.replaceChildren(
      ...given.map(({ name, down, up }) => {
        const [row, text] = [document.createElement("div"), document.createElement("span")];
        row.className = "tornado-row";
        text.textContent = name;
        const [left, right] = [(50 * down) / most, (50 * up) / most];
        row.append(
          text,
          picture(22, [
            ["down", 50 - left, left, 3, 16],
            ["up", 50, right, 3, 16],
          ]),
        );
        return row;
      }),
    );
  };
  return { draw, end: () => undefined };
}

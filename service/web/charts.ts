/**
 * The charts of a page: made when their markup comes, drawn anew when anything about them changes,
 * and ended when it goes. Each reads the fields and tables of the page, which work without it.
 */
import { bars, migration, tornado } from "./bars";
import { curve } from "./curve";
import { cuts } from "./cuts";
import type { Chart } from "./drawing";
import { weights } from "./weights";

const KINDS: [selector: string, make: (found: HTMLElement) => Chart | undefined][] = [
  ["figure.curve", curve],
  ["figure.cuts-chart", cuts],
  [".weights", weights],
  ["table.bars", bars],
  ["figure.migration", migration],
  ["figure.tornado", tornado],
];

const charts = new Map<Element, Chart>();
const sizes = new ResizeObserver((entries) => {
  for (const { target } of entries) charts.get(target)?.draw();
});

/** End the charts whose markup has gone, make those whose markup has come, and draw all. */
function refresh(): void {
  for (const [found, chart] of charts) {
    if (found.isConnected) continue;
    sizes.unobserve(found);
    chart.end();
    charts.delete(found);
  }
  for (const [selector, make] of KINDS) {
    for (const found of document.querySelectorAll<HTMLElement>(selector)) {
      const made = charts.has(found) ? undefined : make(found);
      if (!made) continue;
      charts.set(found, made);
      if (found.matches("figure")) sizes.observe(found);
    }
  }
  for (const chart of charts.values()) chart.draw();
}

function printing(on: boolean): void {
  document.documentElement.toggleAttribute("data-printing", on);
  refresh();
}

for (const swap of ["htmx:afterSwap", "htmx:oobAfterSwap", "htmx:historyRestore"]) {
  document.addEventListener(swap, refresh);
}
for (const query of [
  "prefers-color-scheme: dark",
  "prefers-contrast: more",
  "forced-colors: active",
]) {
  matchMedia(`(${query})`).addEventListener("change", refresh);
}
addEventListener("beforeprint", () => printing(true));
addEventListener("afterprint", () => printing(false));
// A form that is reset gives its fields their old values only after it has told.
document.addEventListener("reset", () => setTimeout(refresh));
refresh();

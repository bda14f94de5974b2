/**
 * The basket's summary: worked out here from what is on the page; nothing of it leaves the browser.
 */
import { text } from "../extract/dom";
import type { Dock } from "../ui/dock";
import type { Speech } from "../ui/words-extras";
import { bestSwaps, type Line } from "./better";
import type { Part, Scene } from "./scene";
import { summaryOf } from "./summary";
import { chosen, currencyOf, sumUp } from "./sums";

/** A basket larger than this is not summed, for its swaps could take long. */
const MOST_LINES = 200;

/** The lines of a page, each with what is known of its product. */
export function linesOf({ extraction, seen }: Scene, unnamed: string): Line[] {
  const items = new Map(seen.map(({ element, item }) => [element, item]));
  return extraction.lines.map(({ element, identity, quantity, price, total }) => {
    const item = items.get(element) ?? null;
    const name = item?.product?.name ?? identity.name ?? text(element, 60);
    return {
      name: name || unnamed,
      grade: item?.grade ?? null,
      facts: item?.facts ?? null,
      quantity,
      price,
      total,
      alternatives: item?.alternatives ?? [],
    };
  });
}

export function basketPart(dock: Dock, speech: Speech): Part {
  const { extra, words, format } = speech;
  return {
    show: (scene) => {
      const lines = chosen(linesOf(scene, words.unknownProduct)) as Line[];
      const scored = lines.some(({ grade, facts }) => grade !== null || facts !== null);
      if (!scored || lines.length > MOST_LINES) {
        dock.summary(null);
        return;
      }
      dock.summary({
        key: JSON.stringify(lines),
        title: scene.extraction.kind === "list" ? extra.orderList : extra.basket,
        ...worked(lines),
      });
    },
    end: () => dock.summary(null),
  };

  function worked(lines: Line[]) {
    const sums = sumUp(lines);
    const { co2e } = sums;
    return {
      brief: co2e ? extra.kilos(format.figure(co2e.value)) : "",
      make: () => summaryOf(lines, sums, bestSwaps(lines), currencyOf(lines), speech),
    };
  }
}

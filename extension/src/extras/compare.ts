/**
 * Comparing up to four products that were picked on this page or on earlier ones.
 */
import type { ScoredItem } from "../api";
import type { Price } from "../extract/extraction";
import type { Contrast } from "../messages";
import { closeCompare, openCompare } from "../ui/compare";
import type { Dock } from "../ui/dock";
import type { Speech } from "../ui/words-extras";
import { type Picks, productKey } from "./picks";
import type { Part, Scene } from "./scene";

interface Needs {
  signal: AbortSignal;
  dock: Dock;
  picks: Picks;
  speech: Speech;
  contrast: Contrast;
}

export function comparePart({ signal, dock, picks, speech, contrast }: Needs): Part {
  const { extra } = speech;
  let open: ReturnType<typeof openCompare> | null = null;

  const press = (): void => {
    const drop = picks.drop.bind(picks);
    const opener = (): HTMLElement => dock.button("compare");
    open = openCompare(picks.tray.compare, { speech, contrast, drop, opener });
  };
  const paint = (): void => {
    if (signal.aborted) return;
    const { length } = picks.tray.compare;
    dock.action("compare", length > 0 ? { text: extra.compareCount(length), press } : null);
    open?.fill(picks.tray.compare);
  };
  picks.watch(paint, signal);
  paint();

  return {
    show: () => undefined,
    end: () => {
      closeCompare();
      dock.action("compare", null);
    },
  };
}

/** The price that the page shows for a product, wherever in it. */
export function priceOf(scene: Scene | null, item: ScoredItem): Price | null {
  const found = scene?.seen.find((one) => productKey(one.item) === productKey(item) && one.price);
  return found?.price ?? null;
}

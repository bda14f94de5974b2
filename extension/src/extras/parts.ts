/**
 * All parts of the second bundle for one page view, around one dock and one tray.
 */
import type { ScoredItem } from "../api";
import type { Hello, Language } from "../messages";
import { Dock } from "../ui/dock";
import { closePanel, openPanel, type PanelExtras } from "../ui/panel";
import type { Story } from "../ui/story";
import { speechIn } from "../ui/words-extras";
import { basketPart } from "./basket";
import { comparePart, priceOf } from "./compare";
import { Picks } from "./picks";
import type { Port } from "./port";
import type { Part, Scene } from "./scene";
import { sortPart } from "./sort";
import { swapPart } from "./swap";

/** How the parts are to be: a Hello has it all. */
export type Options = Pick<Hello, "language" | "contrast" | "swaps">;

export interface Extras {
  /** Make the parts of one page view. Aborting the signal ends them, as each one's `end` does. */
  makeParts: (signal: AbortSignal, options: Options) => Part[];
  /** Open the panel; when it closes, focus goes back to `opener`. */
  openPanel: (story: Story, language: Language, opener: HTMLElement) => void;
}

/** The parts and the panel, which asks its questions of the page view that runs. */
export function extrasOn(port: Port): Extras {
  let panel: PanelExtras | undefined;

  const makeParts = (signal: AbortSignal, options: Options): Part[] => {
    const { language, contrast, swaps } = options;
    const speech = speechIn(language);
    const picks = new Picks(port);
    const dock = new Dock(speech, contrast);
    let scene: Scene | null = null;
    panel = {
      contrast,
      compare: (item: ScoredItem) => {
        const result = picks.pick(item, priceOf(scene, item));
        const name = item.product?.name ?? speech.words.unknownProduct;
        return result === "added"
          ? speech.extra.picked(name, picks.tray.compare.length)
          : speech.extra[result];
      },
    };
    const watcher: Part = {
      show: (next) => {
        scene = next;
      },
      end: () => {
        closePanel();
        dock.end();
      },
    };
    const parts = [
      ...(swaps ? [swapPart({ signal, dock, port, picks, speech })] : []),
      basketPart(dock, speech),
      sortPart(dock, speech),
      comparePart({ signal, dock, picks, speech, contrast }),
      watcher,
    ];
    signal.addEventListener("abort", () => parts.map(({ end }) => end()), { once: true });
    return parts;
  };

  return {
    makeParts,
    openPanel: (story, language, opener) => openPanel(story, language, opener, panel),
  };
}

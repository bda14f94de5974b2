/**
 * The second bundle of the content script: panel, swap, basket, sorting and comparison.
 *
 * It is put into the page's isolated world once the badges are painted, leaves what it has on
 * globalThis, and tells the first bundle that it is there.
 */
import { EXTRAS_KEY, type Extras, extrasOn } from "./extras/parts";
import { runtimePort } from "./extras/port";

const world = globalThis as typeof globalThis & {
  [EXTRAS_KEY]?: Extras;
  indkobskompasReady?: () => void;
};

world[EXTRAS_KEY] = extrasOn(runtimePort);
world.indkobskompasReady?.();

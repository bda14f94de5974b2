/**
 * The second bundle of the content script: panel, swap, basket, sorting and comparison.
 *
 * It is put into the page's isolated world once it is wanted, and leaves what it has on globalThis
 * for the first bundle.
 */
import { type Extras, extrasOn } from "./extras/parts";
import { runtimePort } from "./extras/port";
import { EXTRAS_KEY } from "./extras/scene";

const world = globalThis as typeof globalThis & { [EXTRAS_KEY]?: Extras };

world[EXTRAS_KEY] = extrasOn(runtimePort);

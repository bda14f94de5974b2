/**
 * Where the question that was asked before the page was there waits for the content script. A
 * symbol, for an element of the page whose id is the key would stand there instead.
 */
import type { Hello } from "../messages";

export const FIRST_KEY: unique symbol = Symbol.for("indkobskompasFirst");

export interface Promised {
  [FIRST_KEY]?: Promise<Hello | null> | undefined;
}

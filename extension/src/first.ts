/**
 * Runs before a page is there, and does one thing: it wakes the worker and asks whether to look, so
 * that the answer has come when the content script has something to look at.
 */
import { FIRST_KEY, type Promised } from "./content/first";
import { send } from "./content/send";
import type { Hello } from "./messages";

const world = globalThis as typeof globalThis & Promised;

// What the browser loads ahead has not been opened by anybody; frames ask when they have a size.
if (
  window === window.top &&
  document.contentType === "text/html" &&
  !(document as Document & { prerendering?: boolean }).prerendering
) {
  world[FIRST_KEY] = send<Hello>({ type: "hello" });
}

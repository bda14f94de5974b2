/**
 * Reading a page: at once, or in slices between which the page goes on with its own work.
 */
import type { Extraction } from "./extraction";
import type { Adapter } from "./format";
import { reading } from "./reading";

/** How long a slice may last before the page gets its turn. */
const SLICE_MS = 4;

/** Read a page. Of `url` only host, pathname and query are used, the query to tell variants apart. */
export function extract(page: Document, url: URL, adapters: readonly Adapter[]): Extraction {
  const steps = reading(page, url, adapters);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** The same, with a pause after every few milliseconds of work. */
export async function extractSliced(
  page: Document,
  url: URL,
  adapters: readonly Adapter[],
  pause: () => Promise<void>,
): Promise<Extraction> {
  const steps = reading(page, url, adapters);
  let began = performance.now();
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    if (performance.now() - began > SLICE_MS) {
      await pause();
      began = performance.now();
    }
  }
}

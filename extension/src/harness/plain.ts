/**
 * What was read of a page as plain data, for tests, `make extract` and the administration.
 */
import { readAdapter } from "../extract/adapterguard";
import type { Extraction } from "../extract/extraction";
import type { Adapter } from "../extract/format";
import { SHOPS } from "../shops";

/** An extraction without its elements. */
export function plain({ kind, main, cards, lines, adapter }: Extraction) {
  return {
    kind,
    main: main && { identity: main.identity, price: main.price, image: main.image !== null },
    cards: cards.map(({ identity, price, image }) => ({ identity, price, image: image !== null })),
    lines: lines.map(({ identity, quantity, price, total }) => ({
      identity,
      quantity,
      price,
      total,
    })),
    adapter: adapter?.id ?? null,
  };
}

/** The adapters as the page gets them: those from outside first, then the packaged ones. */
export function adapters(outside: unknown[]): Adapter[] {
  return [...outside.map(readAdapter).filter((adapter) => adapter !== null), ...SHOPS];
}

/**
 * What the page view hands to the parts that come after the badges: panel, swap, basket, sorting,
 * comparison. They are a bundle of their own, loaded once the badges are painted.
 */
import type { ScoredItem } from "../api";
import type { Extraction, Price } from "../extract/extraction";
import type { Identity } from "../extract/identity";
import type { Language } from "../messages";
import type { Story } from "../ui/story";

/**
 * Where the second bundle leaves what it has for the first to find, on globalThis. A symbol, for an
 * element of the page whose id is the key would stand there instead.
 */
export const EXTRAS_KEY: unique symbol = Symbol.for("indkobskompasExtras");

/** A product on the page whose score is known. */
export interface Seen {
  /** "main" is the product page's own product. */
  kind: "main" | "card" | "line";
  /** The card, the line, or the title. */
  element: Element;
  identity: Identity;
  item: ScoredItem;
  story: Story;
  /** The price as the page shows it, for one piece; worked out when it is asked for. */
  shown: { readonly price: Price | null };
}

export interface Scene {
  language: Language;
  extraction: Extraction;
  /** In the page's order; grows as answers arrive and changes as the page does. */
  seen: readonly Seen[];
}

/** One part. `show` is called after every paint with the whole scene; `end` takes it all away. */
export interface Part {
  show: (scene: Scene) => void;
  end: () => void;
}

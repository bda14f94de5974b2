/**
 * The badges on a page: one per product whose score is known, gone when the product goes.
 *
 * Badges are put in and placed in different moments: put in as soon as the answer is there, placed
 * when the browser has laid out the page anyway (a ResizeObserver's call), which is before it paints.
 * So no layout is forced, and no badge is seen in the wrong place.
 */
import type { Contrast, Language } from "../messages";
import { makeBadge } from "../ui/badge";
import type { Story } from "../ui/story";
import { WORDS } from "../ui/words";
import { attach, place, type Spot } from "./place";
import { nameIn, type Wanted } from "./wanted";

/** A shop that takes our badges away wants none: after so many times it is left alone. */
const MAX_RETURNS = 3;
const SIZES = { main: "large", card: "medium", line: "small" } as const;

export interface Look {
  language: Language;
  contrast: Contrast;
}

export class Painter {
  #spots = new Map<Element, Spot & { key: string }>();
  #returns = new WeakMap<Element, number>();
  #dirty = new Set<Element>();
  #sizes = new ResizeObserver((entries) => {
    for (const { target } of entries) this.#moved(target);
    this.#place();
  });

  /** `open` is called with a badge's story and its button when it is pressed. */
  constructor(
    private readonly look: Look,
    private readonly open: (story: Story, opener: HTMLElement) => void,
  ) {
    this.#sizes.observe(document.documentElement);
  }

  /** Take away badges whose product is gone, or has been replaced by another in the same place. */
  forget(wanted: readonly Wanted[]): void {
    const keep = new Map(wanted.map(({ anchor, key }) => [anchor, key]));
    for (const [anchor, spot] of this.#spots) {
      const lost = !spot.badge.host.isConnected;
      if (keep.get(anchor) === spot.key && !lost) continue;
      if (lost && anchor.isConnected) this.#returns.set(anchor, this.#returnsOf(anchor) + 1);
      this.#drop(anchor, spot);
    }
  }

  /** Put a badge at a product, unless it has one or the shop has taken it away too often. */
  put(one: Wanted, story: Story, cards: readonly Element[]): void {
    const { anchor, image, kind, key } = one;
    if (!anchor?.isConnected || this.#spots.has(anchor)) return;
    if (this.#returnsOf(anchor) > MAX_RETURNS) return;
    const { language, contrast } = this.look;
    const item = "item" in story ? story.item : null;
    const options = { contrast, stale: "stale" in story && story.stale };
    const open = (): void => this.open(story, badge.button);
    const badge = makeBadge(item, WORDS[language], SIZES[kind], open, options);
    const target = kind === "line" ? nameIn(anchor) : anchor;
    const spot = { badge, anchor: target, image, kind, cards, key };
    attach(spot);
    this.#spots.set(anchor, spot);
    this.#dirty.add(anchor);
    this.#sizes.observe(anchor);
  }

  /** A picture has loaded: whatever card it is in may have changed inside. */
  loaded(picture: Element): void {
    for (const [anchor, { kind }] of this.#spots) {
      if (kind === "main" || anchor.contains(picture)) this.#dirty.add(anchor);
    }
    if (this.#dirty.size > 0) requestAnimationFrame(() => this.#place());
  }

  end(): void {
    this.#sizes.disconnect();
    for (const { badge } of this.#spots.values()) badge.host.remove();
    this.#spots.clear();
  }

  #returnsOf(anchor: Element): number {
    return this.#returns.get(anchor) ?? 0;
  }

  #drop(anchor: Element, { badge }: Spot): void {
    badge.host.remove();
    this.#sizes.unobserve(anchor);
    this.#spots.delete(anchor);
    this.#dirty.delete(anchor);
  }

  /** The window's own size matters to badges beside titles and names, which may lack room then. */
  #moved(target: Element): void {
    if (this.#spots.has(target)) this.#dirty.add(target);
    if (target !== document.documentElement) return;
    for (const [anchor, { kind }] of this.#spots) if (kind !== "card") this.#dirty.add(anchor);
  }

  #place(): void {
    const spots = [...this.#dirty].flatMap((anchor) => this.#spots.get(anchor) ?? []);
    this.#dirty.clear();
    place(spots);
  }
}

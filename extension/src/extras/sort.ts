/**
 * Sorting a listing by score, when the buyer asks for it: announced, reversible, never by default.
 */
import { GRADES, type ScoredItem } from "../api";
import { parent } from "../extract/dom";
import type { Dock } from "../ui/dock";
import { isOurs } from "../ui/dom";
import type { Speech } from "../ui/words-extras";
import { arrangeUnits, inPlace, unitOf, withNewcomers } from "./order";
import type { Part, Scene } from "./scene";

/** Fewer cards with a score than this are seen at a glance. */
const LEAST_CARDS = 3;

/** One parent whose cards are sorted. */
interface Sorted {
  /** The units in the order the shop gave them. */
  shop: Element[];
  /** The units in the order we gave them. */
  ours: Element[];
  /** What else was in the parent at first: it never moves. */
  rest: ReadonlySet<Element>;
}

type Groups = Map<Element, Map<Element, ScoredItem | null>>;

/** Best first: by grade, a range by its middle, then by score; what is not known comes last. */
function rankOf(item: ScoredItem | null): [middle: number, range: number, score: number] {
  const [best, worst] = item?.range ?? [item?.grade, item?.grade];
  if (!best || !worst) return [GRADES.length, 0, 0];
  const middle = (GRADES.indexOf(best) + GRADES.indexOf(worst)) / 2;
  return [middle, best === worst ? 0 : 1, -(item?.score ?? 0)];
}

function compared(one: ScoredItem | null, other: ScoredItem | null): number {
  const [a, b] = [rankOf(one), rankOf(other)];
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}

const known = (item: ScoredItem | null): boolean => item?.grade != null || item?.range != null;

/** Whether the page shows its cards in the order of its DOM, as far as styles tell. */
function flows(unit: Element): boolean {
  const { position, order } = getComputedStyle(unit);
  return position !== "absolute" && position !== "fixed" && order === "0";
}

/** Parents with enough cards to sort, and what is known of each card. */
function groupsOf({ extraction, seen }: Scene): Groups {
  const groups: Groups = new Map();
  // Cards beside a product are not what the buyer came to look through.
  if (extraction.main) return groups;
  const items = new Map(seen.map(({ element, item }) => [element, item]));
  for (const { element } of extraction.cards) {
    const unit = unitOf(element);
    const within = parent(unit);
    if (!within || !unit.isConnected) continue;
    const units = groups.get(within) ?? new Map<Element, ScoredItem | null>();
    units.set(unit, items.get(element) ?? null);
    groups.set(within, units);
  }
  for (const [within, units] of groups) {
    const enough = [...units.values()].filter(known).length >= LEAST_CARDS;
    if (!enough || ![...units.keys()].every(flows)) groups.delete(within);
  }
  return groups;
}

/** Units that stay put when newcomers are sorted in: all down to the last on screen or in use. */
function settledCount(units: readonly Element[]): number {
  const last = units.findLastIndex((unit) => {
    return unit.getBoundingClientRect().top < innerHeight || unit.contains(document.activeElement);
  });
  return last + 1;
}

function othersThan(within: Element, these: Iterable<Element>): Set<Element> {
  const known = new Set(these);
  return new Set([...within.children].filter((child) => !known.has(child) && !isOurs(child)));
}

export function sortPart(dock: Dock, { extra }: Speech): Part {
  const sorted = new Map<Element, Sorted>();
  let scene: Scene | null = null;

  const sortGroup = (within: Element, items: Map<Element, ScoredItem | null>, keep: number) => {
    const before = (sorted.get(within)?.shop ?? []).filter((unit) => parent(unit) === within);
    const now = inPlace(within, new Set([...before, ...items.keys()]));
    const shop = withNewcomers(before, now);
    const place = new Map(shop.map((unit, at) => [unit, at]));
    const ours = now.slice(keep).sort((one, other) => {
      const order = compared(items.get(one) ?? null, items.get(other) ?? null);
      return order || (place.get(one) ?? 0) - (place.get(other) ?? 0);
    });
    ours.unshift(...now.slice(0, keep));
    arrangeUnits(within, ours);
    const rest = sorted.get(within)?.rest ?? othersThan(within, now);
    sorted.set(within, { shop, ours, rest });
  };

  /** Cards that the shop has added and nobody has read yet have their place too. */
  const restore = (): void => {
    for (const [within, { shop, rest }] of sorted) {
      const before = shop.filter((unit) => parent(unit) === within);
      arrangeUnits(within, withNewcomers(before, [...othersThan(within, rest)]));
    }
    sorted.clear();
  };

  /** Take note of a shop that has shown its list anew; what is left of ours gives way. */
  const giveWay = (groups: Groups): void => {
    let [moved, replaced] = [false, false];
    for (const [within, { ours }] of sorted) {
      const now = inPlace(within, new Set(ours));
      const kept = ours.filter((unit) => parent(unit) === within);
      moved ||= now.length === 0 || now.some((unit, at) => unit !== kept[at]);
      const fresh = [...(groups.get(within)?.keys() ?? [])].some((unit) => !ours.includes(unit));
      replaced ||= fresh && kept.length < ours.length;
    }
    if (!moved && !replaced) return;
    if (moved) sorted.clear();
    else restore();
    dock.say(extra.sortLost);
  };

  const paint = (groups: Groups): void => {
    const on = sorted.size > 0;
    const offered = on || groups.size > 0;
    dock.action("sort", offered ? { text: on ? extra.unsort : extra.sort, press } : null);
  };

  const press = (): void => {
    if (!scene) return;
    const groups = groupsOf(scene);
    const wasOn = sorted.size > 0;
    giveWay(groups);
    if (sorted.size > 0) {
      restore();
      dock.say(extra.unsorted);
    } else if (!wasOn) {
      for (const [within, items] of groups) sortGroup(within, items, 0);
      dock.say(extra.sorted);
    }
    paint(groups);
  };

  return {
    show: (next) => {
      scene = next;
      const groups = groupsOf(next);
      giveWay(groups);
      for (const [within, items] of sorted.size > 0 ? groups : []) {
        const units = new Set([...(sorted.get(within)?.shop ?? []), ...items.keys()]);
        sortGroup(within, items, settledCount(inPlace(within, units)));
      }
      paint(groups);
    },
    end: () => {
      const groups = scene ? groupsOf(scene) : new Map();
      giveWay(groups);
      restore();
      dock.action("sort", null);
    },
  };
}

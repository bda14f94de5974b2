/**
 * Putting badges on a page without moving anything in it.
 *
 * A badge's host takes no room: it stands where it was put in the flow, follows it, and its frame
 * hangs at a measured distance from there. All reads of a round come before all writes.
 */
import { all, attr, closest, first, matches, parent } from "../extract/dom";
import type { Badge, Size } from "../ui/badge";
import { isOurs } from "../ui/dom";

const INSET = 6;
const GAP = 14;
const MIN_PICTURE = 40;
const MIN_MAIN_PICTURE = 120;
const NEAR = 900;
/** A link that enlarges a picture rather than leading to a page. */
const OWN_LINK = /^#|\.(jpe?g|png|gif|webp|avif|svg)([?#]|$)/i;

/** A badge's size with its words and without. */
interface Sizes {
  full: Size;
  compact: Size;
}

/** Where a badge goes: a corner of a card's picture, or beside a product's title or name. */
export interface Spot {
  badge: Badge;
  /** The card, the title, or the name in a line. */
  anchor: Element;
  /** The picture whose corner is used; null where none is known yet. */
  image: Element | null;
  kind: "main" | "card" | "line";
  /** Every card of the page: their pictures are not a product page's main picture. */
  cards: readonly Element[];
}

/** Put the host beside its anchor, outside any link, where it changes no first or last child. */
export function attach({ badge, anchor, kind }: Spot): void {
  const { host } = badge;
  const link = closest(anchor, "a[href], button");
  if (kind !== "card") {
    const beside = link ?? anchor;
    // A table's row or cell has no room beside it, only inside.
    if (matches(beside, "tr, td, th, li")) beside.append(host);
    else beside.after(host);
    return;
  }
  const holder = link ? parent(link) : anchor;
  const [head, second] = link ? [link, link.nextElementSibling] : [...anchor.children];
  if (head && second) head.after(host);
  else holder?.append(host);
}

/** The picture that an adapter names, or the first in the card, that is large enough to be seen. */
function pictureIn(card: Element, named: Element | null): Element | null {
  const others = all(card, "img, picture, svg, [style*='background-image']", 12);
  for (const candidate of named ? [named, ...others] : others) {
    const { width, height } = candidate.getBoundingClientRect();
    if (width >= MIN_PICTURE && height >= MIN_PICTURE) return candidate;
  }
  return null;
}

interface Point {
  x: number;
  y: number;
}

/** The lower left corner of the picture; without one, the upper right corner of the card. */
function onCard(spot: Spot, size: Size): Point {
  const picture = pictureIn(spot.anchor, spot.image);
  const card = spot.anchor.getBoundingClientRect();
  if (!picture) return { x: card.right - size.width - INSET, y: card.top + INSET };
  const box = picture.getBoundingClientRect();
  const bottom = Math.min(box.bottom, card.bottom);
  return { x: Math.max(box.left, card.left) + INSET, y: bottom - size.height - INSET };
}

/** After the title's last line, if there is room for the badge there. */
function afterTitle(title: Element, size: Size): Point | null {
  const range = title.ownerDocument.createRange();
  range.selectNodeContents(title);
  const lines = [...range.getClientRects()].filter(({ width }) => width > 0);
  const last = lines.at(-1);
  if (!last) return null;
  const box = title.getBoundingClientRect();
  const onLast = lines.filter(({ top, bottom }) => bottom > last.top && top < last.bottom);
  const y = last.top + (last.height - size.height) / 2;
  const rtl = getComputedStyle(title).direction === "rtl";
  const end = Math.max(...onLast.map(({ right }) => right));
  const start = Math.min(...onLast.map(({ left }) => left));
  const x = rtl ? start - GAP - size.width : end + GAP;
  const fits = rtl ? x >= box.left : x + size.width <= box.right;
  return fits && isFree(title, { x: x + size.width / 2, y: y + size.height / 2 }) ? { x, y } : null;
}

/** A corner of the main picture, if the page has one. */
function onPicture(spot: Spot, size: Size): Point | null {
  const picture = spot.image?.isConnected ? spot.image : mainPicture(spot);
  if (!picture) return null;
  const { left, top, width } = picture.getBoundingClientRect();
  return width >= size.width + 4 * INSET ? { x: left + INSET * 2, y: top + INSET * 2 } : null;
}

/** Whether nothing but the title and what holds it lies at a point; off screen counts as free. */
function isFree(title: Element, { x, y }: Point): boolean {
  const there = title.ownerDocument.elementFromPoint(x, y);
  return there === null || there === title || there.contains(title) || isOurs(there);
}

/** The first large picture near the title that is neither a card's nor a link to another page. */
function mainPicture({ anchor, cards }: Spot): Element | null {
  const page = anchor.ownerDocument;
  const within = first(page, "main, [role='main']") ?? page.body;
  const title = anchor.getBoundingClientRect();
  const found = all(within, "img, picture, svg", 60).find((picture) => {
    const { width, height, top } = picture.getBoundingClientRect();
    const large = width >= MIN_MAIN_PICTURE && height >= MIN_MAIN_PICTURE;
    if (!large || Math.abs(top - title.top) > NEAR) return false;
    const link = closest(picture, "a[href]");
    const leads = link !== null && !OWN_LINK.test(attr(link, "href"));
    return !leads && !cards.some((card) => card.contains(picture));
  });
  return found ?? null;
}

/** A frame's new state: where it goes, and how much of the badge is shown there. */
interface Move extends Point {
  shape: "full" | "compact" | "fixed";
}

/**
 * A product page's badge, best place first: after the title or on the main picture with its words,
 * after the title with the letter alone, and else in the window's corner.
 */
function besideTitle(spot: Spot, { full, compact }: Sizes): Move {
  const worded = afterTitle(spot.anchor, full) ?? onPicture(spot, full);
  if (worded) return { ...worded, shape: "full" };
  const small = afterTitle(spot.anchor, compact) ?? onPicture(spot, compact);
  return small ? { ...small, shape: "compact" } : { x: 0, y: 0, shape: "fixed" };
}

/** A line's badge stands after the product's name, or over the end of it where there is no room. */
function besideName({ anchor }: Spot, size: Size): Move {
  const free = afterTitle(anchor, size);
  if (free) return { ...free, shape: "full" };
  const { right, top } = anchor.getBoundingClientRect();
  return { x: right - size.width, y: top - size.height / 2, shape: "full" };
}

function moveOf(spot: Spot): Move {
  const sizes = sizesOf(spot.badge);
  if (spot.kind === "card") return { ...onCard(spot, sizes.full), shape: "full" };
  return spot.kind === "line" ? besideName(spot, sizes.full) : besideTitle(spot, sizes);
}

/** Measure every spot, then move every frame. Meant for a moment when the page is laid out. */
export function place(spots: readonly Spot[]): void {
  const moves = spots.map((spot): [Badge, Move] => {
    const target = moveOf(spot);
    const origin = spot.badge.host.getBoundingClientRect();
    return [spot.badge, { ...target, x: target.x - origin.left, y: target.y - origin.top }];
  });
  for (const [{ frame }, { x, y, shape }] of moves) {
    const fixed = shape === "fixed";
    frame.style.insetInlineStart = fixed ? "" : `${Math.round(x)}px`;
    frame.style.insetBlockStart = fixed ? "" : `${Math.round(y)}px`;
    frame.setAttribute("data-shape", shape);
    frame.setAttribute("data-placed", "");
  }
}

const measured = new Map<string, Sizes>();

/** Badges that look alike are measured once. */
function sizesOf({ button, tile, form }: Badge): Sizes {
  const known = measured.get(form);
  if (known) return known;
  const sizes = { full: button.getBoundingClientRect(), compact: tile.getBoundingClientRect() };
  if (sizes.full.width > 0) measured.set(form, sizes);
  return sizes;
}

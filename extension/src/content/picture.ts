/**
 * The pictures that badges stand on.
 */
import { all, attr, closest, first } from "../extract/dom";

const MIN_PICTURE = 40;
const MIN_MAIN_PICTURE = 120;
const NEAR = 900;
/** A link that enlarges a picture rather than leading to a page. */
const OWN_LINK = /^#|\.(jpe?g|png|gif|webp|avif|svg)([?#]|$)/i;

/** The box of the picture that an adapter names, or of the first in the card that can be seen. */
export function pictureIn(card: Element, named: Element | null): DOMRect | null {
  const others = all(card, "img, picture, svg, [style*='background-image']", 12);
  for (const candidate of named ? [named, ...others] : others) {
    const box = candidate.getBoundingClientRect();
    if (box.width >= MIN_PICTURE && box.height >= MIN_PICTURE) return box;
  }
  return null;
}

/** The first large picture near the title that is neither a card's nor a link to another page. */
export function mainPicture(anchor: Element, cards: readonly Element[]): Element | null {
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

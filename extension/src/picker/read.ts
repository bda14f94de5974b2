/**
 * What would be read at an element, by the same rules as the extractor's, or what is wrong with it.
 */
import { attr, closest, first, shopPath, text } from "../extract/dom";
import { claim, noClaims } from "../extract/identity";
import { parsePrice } from "../extract/price";
import { currentText } from "../extract/priceof";
import type { NumberKind, Pick, PickKind } from "./draft";
import { cardAround, cardsLike, labelOf, selectorOf } from "./selectors";
import type { PickerWords } from "./words";

export type Fault = keyof PickerWords["errors"];
export type Reading = { ok: true; pick: Pick } | { ok: false; fault: Fault };

const PICTURE = "img, picture, svg, [style*='background-image']";
const fault = (name: Fault): Reading => ({ ok: false, fault: name });

function at(kind: PickKind, element: Element, shown: string, root?: Element): Reading {
  const selector = selectorOf(element, root);
  if (selector === null) return fault("selector");
  return { ok: true, pick: { kind, element, where: { selector }, shown } };
}

function readNumber(kind: NumberKind, pointed: Element): Reading {
  const labelled = labelOf(pointed);
  const element = labelled?.value ?? pointed;
  const raw = text(element);
  if (raw === "") return fault("empty");
  const claims = noClaims();
  claim(claims, kind, raw);
  const [shown] = claims[kind];
  if (shown === undefined) return fault(kind);
  if (!labelled) return at(kind, element, shown);
  return { ok: true, pick: { kind, element, where: { label: labelled.label }, shown } };
}

function readPrice(element: Element): Reading {
  const price = parsePrice(currentText(element), true);
  if (!price) return fault("price");
  const amount = price.amount.toLocaleString(undefined, { minimumFractionDigits: 2 });
  return at("price", element, `${amount} ${price.currency ?? ""}`.trim());
}

function readCard(pointed: Element): Reading {
  const card = cardAround(pointed);
  if (!card) return fault("card");
  const like = cardsLike(card);
  if (!like) return fault("cards");
  const { selector, cards } = like;
  return {
    ok: true,
    pick: {
      kind: "card",
      element: card,
      where: { selector },
      shown: text(card).slice(0, 80),
      cards,
    },
  };
}

function readInCard(kind: "link" | "image", pointed: Element, card: Element): Reading {
  if (!card.contains(pointed)) return fault("inside");
  if (kind === "image") {
    const image = closest(pointed, PICTURE) ?? first(pointed, PICTURE);
    if (!image || !card.contains(image)) return fault("image");
    return at(kind, image, attr(image, "alt") || image.localName, card);
  }
  const link = closest(pointed, "a[href]") ?? first(pointed, "a[href]");
  const path = link && shopPath(attr(link, "href"), new URL(location.href));
  if (!link || !path) return fault("link");
  // A card that is a link itself needs no selector of one.
  if (link.contains(card))
    return { ok: true, pick: { kind, element: link, where: { label: "" }, shown: path } };
  return at(kind, link, path, card);
}

/** Read `element` as a thing of this kind; links and pictures within the chosen `card`. */
export function read(kind: PickKind, element: Element, card: Element | null): Reading {
  switch (kind) {
    case "gtin":
    case "mpn":
    case "sku":
      return readNumber(kind, element);
    case "card":
      return readCard(element);
    case "link":
    case "image":
      return card ? readInCard(kind, element, card) : fault("inside");
    default: {
      const shown = text(element);
      if (shown === "") return fault("empty");
      return kind === "price" ? readPrice(element) : at(kind, element, shown);
    }
  }
}

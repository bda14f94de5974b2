/**
 * Microdata and RDFa: items marked up in the page itself, as things with their element.
 */
import { all, attr, closest, parent, tag, text, tidy, within } from "./dom";
import { type Thing, term, type Value } from "./things";

const MAX_ITEMS = 5_000;
const MAX_PROPERTIES = 40_000;
const MAX_REFERRING = 200;
const SLICE = 400;

interface Syntax {
  /** Selects items. */
  item: string;
  /** Selects properties. */
  property: string;
  types: (element: Element) => string[];
  names: (element: Element) => string[];
}

const words = (value: string): string[] => value.split(/\s+/).filter((word) => word !== "");

const MICRODATA: Syntax = {
  item: "[itemscope]",
  property: "[itemprop]",
  types: (element) => words(attr(element, "itemtype")).map(term),
  names: (element) => words(attr(element, "itemprop")),
};

/** RDFa names count where they are schema.org's: by prefix, by address, or by the vocabulary. */
const RDFA: Syntax = {
  item: "[typeof]",
  property: "[property]",
  types: (element) => schemaTerms(element, "typeof"),
  names: (element) => schemaTerms(element, "property"),
};

function schemaTerms(element: Element, attribute: string): string[] {
  const vocabulary = closest(element, "[vocab]");
  const bySchema = vocabulary ? /schema\.org/i.test(attr(vocabulary, "vocab")) : false;
  return words(attr(element, attribute))
    .filter((name) => (name.includes(":") ? term(name) !== name : bySchema))
    .map(term);
}

/** Items that are nobody's property, with all they hold. */
export function* readMarkup(page: Document): Generator<void, Thing[]> {
  const microdata = yield* readSyntax(page, MICRODATA);
  return [...microdata, ...(yield* readSyntax(page, RDFA))];
}

function* readSyntax(page: Document, syntax: Syntax): Generator<void, Thing[]> {
  const byElement = new Map<Element, Thing>();
  for (const element of all(page, syntax.item, MAX_ITEMS)) {
    byElement.set(element, { types: syntax.types(element), properties: new Map(), element });
  }
  if (byElement.size === 0) return [];
  const owned = new Set<Thing>();
  for (const [index, element] of all(page, syntax.property, MAX_PROPERTIES).entries()) {
    if (index % SLICE === SLICE - 1) yield;
    const owner = ownerOf(element, byElement, syntax);
    if (owner) addProperty(owner, element, byElement, owned, syntax);
  }
  if (syntax === MICRODATA) addReferenced(page, byElement, owned);
  return [...byElement.values()].filter((thing) => !owned.has(thing) && thing.types.length > 0);
}

function ownerOf(
  element: Element,
  byElement: Map<Element, Thing>,
  syntax: Syntax,
): Thing | undefined {
  const above = parent(element);
  const scope = above && closest(above, syntax.item);
  return scope ? byElement.get(scope) : undefined;
}

function addProperty(
  owner: Thing,
  element: Element,
  byElement: Map<Element, Thing>,
  owned: Set<Thing>,
  syntax: Syntax,
): void {
  const inner = byElement.get(element);
  if (inner) owned.add(inner);
  const value: Value = inner ?? propertyValue(element);
  for (const name of syntax.names(element)) {
    const values = owner.properties.get(name) ?? [];
    if (values.length < 50) owner.properties.set(name, [...values, value]);
  }
}

/** Microdata's itemref: properties that stand elsewhere in the page, by id. */
function addReferenced(page: Document, byElement: Map<Element, Thing>, owned: Set<Thing>): void {
  for (const element of all(page, "[itemref]", MAX_REFERRING)) {
    const thing = byElement.get(element);
    if (!thing) continue;
    for (const id of words(attr(element, "itemref")).slice(0, 20)) {
      const target = Document.prototype.getElementById.call(page, id);
      // An item that refers to itself, or to what holds it, would be its own property.
      if (!target || within(element, target)) continue;
      const outside = [target, ...all(target, "[itemprop]", 100)].filter(
        (found) => attr(found, "itemprop") !== "" && !ownerOf(found, byElement, MICRODATA),
      );
      for (const found of outside) addProperty(thing, found, byElement, owned, MICRODATA);
    }
  }
}

/** A property's value: its machine-readable attribute first, then what is seen. */
function propertyValue(element: Element): string {
  const content = attr(element, "content");
  if (content !== "") return tidy(content.slice(0, 2_000));
  for (const name of ["href", "src", "datetime", "resource"]) {
    const value = attr(element, name);
    if (value !== "") return tidy(value.slice(0, 2_000));
  }
  if (tag(element) === "data" || tag(element) === "meter") {
    const value = attr(element, "value");
    if (value !== "") return tidy(value.slice(0, 2_000));
  }
  return text(element);
}
